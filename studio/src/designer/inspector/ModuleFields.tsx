import { useMemo } from 'react';
import { Link } from 'react-router';
import type { ComponentKind } from '@/api/types';
import { text } from '@/text';
import type { NodeDefinition, Path } from '../document/types';
import { moduleOf, valuesOf } from '../moduleKinds';
import classes from './Inspector.module.css';
import { Settings } from './Setting';
import { InspectorContext, useInspector } from './useInspector';

const words = text.modules;

/** What a module is told where it stands: the settings it declares, drawn as those of any kind are. */
export function ModuleFields({ kind, path, node }: { kind: ComponentKind | undefined; path: Path; node: NodeDefinition }) {
  const inspector = useInspector();
  const { change, workspace } = inspector;
  const module = moduleOf(node) ?? '';
  const values = valuesOf(node);
  const own = useMemo(
    () => ({
      ...inspector,
      // Nothing said is not written down, and neither is a list of nothing said.
      change: (at: Path, value: Parameters<typeof change>[1]) => {
        const name = at[path.length + 1];
        const others = Object.keys(values).filter((one) => one !== name);
        const isLast = value === undefined && at.length === path.length + 2 && others.length === 0;
        change(isLast ? [...path, 'values'] : at, value);
      },
    }),
    [inspector, change, path, values],
  );
  const isKnown = kind !== undefined && kind.kind !== node.kind;
  const schema = isKnown ? kind.settings_schema : {};
  const isEmpty = Object.keys(schema.properties ?? {}).length === 0;
  return (
    <div className={classes['fields']}>
      {!isKnown && <p className={classes['error']}>{words.gone(module)}</p>}
      {isKnown && isEmpty && <p className={classes['help']}>{words.noSettings}</p>}
      <InspectorContext value={own}>
        <Settings schema={schema} root={schema} path={[...path, 'values']} value={values} />
      </InspectorContext>
      {isKnown && (
        <p className={classes['help']}>
          <Link to={`/w/${workspace}/modules/${module}`}>{words.open(kind.title)}</Link> {words.openAbout}
        </p>
      )}
    </div>
  );
}
