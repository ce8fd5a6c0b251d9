import { Button } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { useViewChanges, type SavedView, type ViewContent } from '@/api/savedViews';
import { text } from '@/text';
import { done, failed } from '@/ui/toast';
import { lostColumns } from './missing';
import classes from './MissingNotice.module.css';

const words = text.grid.views;

interface MissingNoticeProps {
  workspace: string;
  table: string;
  view: SavedView | null;
  mayShare: boolean;
}

/** Which columns of a view are not there, where it names them, and the way to keep it without them. */
export function MissingNotice({ workspace, table, view, mayShare }: MissingNoticeProps) {
  const { change } = useViewChanges(workspace, table);
  const lost = [...lostColumns(view?.missing ?? [])];
  const keep = ({ id, name, content }: SavedView) => change.mutate({ id, content: content as ViewContent }, { onSuccess: () => done(words.saved(name)), onError: failed });
  return (
    <div className={classes['notice']} hidden={lost.length === 0}>
      <IconInfoCircle className={classes['icon']} size={16} stroke={1.75} aria-hidden />
      <span role="status">
        {lost.length > 0 && words.missing}
        {lost.map(([column, parts], place) => (
          <span key={column}>
            {place > 0 && ', '} <code>{column}</code> ({parts.map((part) => words.parts[part]).join(', ')})
          </span>
        ))}
        {lost.length > 0 && '. '}
        {lost.some(([, parts]) => parts.includes('filter')) && words.noFilter}
      </span>
      {view !== null && (!view.is_shared || mayShare) && (
        <Button size="compact-sm" loading={change.isPending} onClick={() => keep(view)}>
          {words.keepWithout}
        </Button>
      )}
    </div>
  );
}
