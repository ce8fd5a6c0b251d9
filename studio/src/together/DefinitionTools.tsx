import { HistoryLink } from '@/versions/HistoryLink';
import { Comments, type CommentsProps } from './Comments';

/** What every definition has: comments on it, and what became of it. */
export function DefinitionTools(props: CommentsProps) {
  return (
    <>
      <Comments {...props} />
      <HistoryLink workspace={props.workspace} path={props.path} />
    </>
  );
}
