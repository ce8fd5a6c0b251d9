import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { text } from '@/text';
import { useTitle } from '@/ui/useTitle';
import classes from './ProblemPage.module.css';

const words = text.shell.notFound;

/** An address that leads nowhere, or nowhere this person may see. */
export function NotFoundPage() {
  useTitle(words.title);
  return (
    <div className={classes['page']}>
      <h1 className={classes['title']}>{words.title}</h1>
      <p className={classes['about']}>{words.about}</p>
      <Button component={Link} to="/" variant="filled">
        {words.home}
      </Button>
    </div>
  );
}
