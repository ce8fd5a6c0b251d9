import { IconDatabase, IconFileSpreadsheet, IconFolderCode, IconTemplate } from '@tabler/icons-react';
import { Link } from 'react-router';
import { text } from '@/text';
import { CopyButton } from '@/ui/CopyButton';
import classes from './FirstSteps.module.css';

const words = text.home.empty;
const PUSH_COMMAND = 'toolwright push';

/** An empty installation: what this is, and the doors into it. */
export function FirstSteps() {
  return (
    <div className={classes['first']}>
      <h2 className={classes['title']}>{words.title}</h2>
      <p className={classes['about']}>{words.about}</p>
      <div className={classes['doors']}>
        <Link to="/new" className={`${classes['door'] ?? ''} ${classes['main'] ?? ''}`}>
          <IconDatabase size={24} stroke={1.5} aria-hidden />
          <strong>{words.connect}</strong>
          <span>{words.connectAbout}</span>
        </Link>
        <Link to="/new?from=file" className={classes['door'] ?? ''}>
          <IconFileSpreadsheet size={24} stroke={1.5} aria-hidden />
          <strong>{words.file}</strong>
          <span>{words.fileAbout}</span>
        </Link>
        <Link to="/new?from=template" className={classes['door'] ?? ''}>
          <IconTemplate size={24} stroke={1.5} aria-hidden />
          <strong>{words.template}</strong>
          <span>{words.templateAbout}</span>
        </Link>
        <div className={classes['door']}>
          <IconFolderCode size={24} stroke={1.5} aria-hidden />
          <strong>{words.files}</strong>
          <span>{words.filesAbout}</span>
          <Command command={PUSH_COMMAND} />
        </div>
      </div>
    </div>
  );
}

function Command({ command }: { command: string }) {
  return (
    <span className={classes['command']}>
      <code>{command}</code>
      <CopyButton value={command} />
    </span>
  );
}
