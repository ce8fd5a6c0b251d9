import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconChevronDown, IconExternalLink, IconHourglass } from '@tabler/icons-react';
import { text } from '@/text';

const words = text.designer.bar;
/** Read by the server, which lets people who design the app wait for each answer. */
const SLOW = 'tw_slow';
const FOR_S = 900;

const openAs = (address: string, isSlow: boolean) => {
  document.cookie = `${SLOW}=1; path=/apps/; max-age=${isSlow ? FOR_S : 0}; samesite=strict`;
  window.open(address, '_blank', 'noopener');
};

/** Leads to the screen in its app, where everything works; on a slow network too. */
export function OpenApp({ address }: { address: string }) {
  return (
    <Button.Group>
      <Button
        component="a"
        href={address}
        target="_blank"
        leftSection={<IconExternalLink size={16} stroke={1.75} />}
        onClick={(event) => {
          event.preventDefault();
          openAs(address, false);
        }}
      >
        {words.open}
      </Button>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="default" size={32} aria-label={words.openAs}>
            <IconChevronDown size={16} stroke={1.75} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconHourglass size={16} stroke={1.75} />} onClick={() => openAs(address, true)}>
            {words.openSlow}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </Button.Group>
  );
}
