import { ActionIcon, Drawer, Indicator, Tooltip } from '@mantine/core';
import { IconMessage } from '@tabler/icons-react';
import { useState } from 'react';
import { useThreads, type AboutComponent } from '@/api/together';
import { text } from '@/text';
import dialog from '@/ui/Dialog.module.css';
import { useFocusBack } from '@/ui/useFocusBack';
import { Threads } from './Threads';

const words = text.together.comments;

export interface CommentsProps {
  workspace: string;
  /** Where the definition stands as a file. */
  path: string;
  title: string;
  /** What is selected in it just now, which a comment may be about. */
  about?: () => AboutComponent | null;
  /** Leads to what a comment is about; false when it is not there any more. */
  onShow?: (component: AboutComponent) => boolean;
}

/** What people say about a definition: how much of it is open, and all of it beside the page. */
export function Comments(props: CommentsProps) {
  const [opened, setOpened] = useState(false);
  const [component, setComponent] = useState<AboutComponent | null>(null);
  const threads = useThreads(props.workspace, props.path).data ?? [];
  const unresolved = threads.filter((thread) => thread.resolved_at === null).length;
  const open = () => {
    setComponent(props.about?.() ?? null);
    setOpened(true);
  };
  return (
    <>
      <Tooltip label={words.open(unresolved)}>
        <Indicator disabled={unresolved === 0} label={unresolved} size={14} offset={5} color="var(--tw-accent)">
          <ActionIcon aria-label={words.open(unresolved)} onClick={open}>
            <IconMessage size={18} stroke={1.75} />
          </ActionIcon>
        </Indicator>
      </Tooltip>
      <CommentsDrawer {...props} component={component} opened={opened} onClose={() => setOpened(false)} />
    </>
  );
}

interface CommentsDrawerProps extends CommentsProps {
  component?: AboutComponent | null;
  opened: boolean;
  onClose: () => void;
}

/** All that is said about a definition, beside the page. */
export function CommentsDrawer({ opened, onClose, component = null, ...props }: CommentsDrawerProps) {
  useFocusBack(opened);
  return (
    <Drawer.Root opened={opened} onClose={onClose} position="right" size={400}>
      <Drawer.Overlay />
      <Drawer.Content aria-label={words.of(props.title)}>
        <div className={dialog['head']}>
          <Drawer.Title>{words.of(props.title)}</Drawer.Title>
          <Drawer.CloseButton aria-label={text.actions.close} />
        </div>
        <Drawer.Body>
          <Threads {...props} component={component} onShown={onClose} />
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}
