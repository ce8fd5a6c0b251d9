import { Menu, UnstyledButton } from '@mantine/core';
import { IconCheck, IconSelector, IconVersions } from '@tabler/icons-react';
import { Link, useLocation } from 'react-router';
import { baseOf, isDraft } from '@/api/versions';
import { useWorkspaces } from '@/api/workspaces';
import { text } from '@/text';
import { Badge } from '@/ui/Badge';
import classes from './WorkspaceSwitch.module.css';

const words = text.versions;

/** Says whether one looks at the draft or at what people use, and leads to the same page of the other. Nothing before a version was published. */
export function EnvironmentSwitch({ workspace }: { workspace: string }) {
  const base = baseOf(workspace);
  const found = useWorkspaces().data?.find((item) => item.name === base);
  const { pathname } = useLocation();
  if (found?.draft === null || found?.draft === undefined || found.version === null) return null;
  const here = isDraft(workspace);
  const rest = pathname.split('/').slice(3).join('/');
  const label = here ? words.development : words.production;
  const places = [
    { name: found.draft, label: words.development, about: words.draftAbout, chosen: here },
    { name: base, label: words.production, about: words.productionAbout(found.version), chosen: !here },
  ];
  return (
    <Menu position="bottom-start" width={260}>
      <Menu.Target>
        <UnstyledButton data-environment className={`${classes['target']} ${classes['whole']}`} aria-label={`${words.environment}: ${label}`}>
          <Badge tone={here ? 'amber' : 'green'}>{label}</Badge>
          <IconSelector size={14} stroke={1.75} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {places.map((place) => (
          <Menu.Item key={place.name} component={Link} to={`/w/${place.name}${rest === '' ? '' : `/${rest}`}`} rightSection={place.chosen ? <IconCheck size={16} stroke={1.75} /> : null}>
            <div>{place.label}</div>
            <div className={classes['about']}>{place.about}</div>
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item component={Link} to={`/w/${workspace}/versions`} leftSection={<IconVersions size={16} stroke={1.75} />}>
          {words.title}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
