import { auth } from './auth';
import { common } from './common';

export const english = { ...common, auth };
