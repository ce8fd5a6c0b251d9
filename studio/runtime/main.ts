/** The runtime of published apps. Pages work without it; with it, only what changes is fetched. */

import { watchDialogs } from './dialog.ts';
import { restore } from './drafts.ts';
import { listen } from './listen.ts';
import { live } from './live.ts';
import { expireShown, say, told } from './message.ts';

listen();
watchDialogs();
expireShown();
if (restore()) say(told('The page has changed and was loaded again. What you typed is still here.'), 'warning');
live();
