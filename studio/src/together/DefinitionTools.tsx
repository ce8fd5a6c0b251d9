import { HistoryLink } from '@/versions/HistoryLink';
import { YamlLink } from '@/yaml/YamlLink';
import { Comments, type CommentsProps } from './Comments';

interface DefinitionToolsProps extends CommentsProps {
  /** Its text is shown on the page itself. */
  hasText?: boolean;
}

/** What every definition has: comments on it, its text, and what became of it. */
export function DefinitionTools({ hasText = false, ...props }: DefinitionToolsProps) {
  return (
    <>
      <Comments {...props} />
      {!hasText && <YamlLink workspace={props.workspace} path={props.path} />}
      <HistoryLink workspace={props.workspace} path={props.path} />
    </>
  );
}
