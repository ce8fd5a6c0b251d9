import { useEffect, useMemo, useState, type CSSProperties } from 'react';
import { text } from '@/text';
import { nodeAt } from '../document/edit';
import { mainSlotOf } from '../document/outline';
import { componentOf, dotted, parsePath } from '../document/path';
import type { NodeDefinition, Path } from '../document/types';
import type { Designer } from '../useDesigner';
import type { Box } from './frame';
import { FIRST, MANY, measureSizes } from './measure';
import { SizeHandle } from './SizeHandle';
import { handleOf, paddingStrips, saidOf, sizesOf, type Size } from './sizes';
import classes from './Sizes.module.css';
import { useAltHeld } from './useAltHeld';

const words = text.designer.sizes;
const NONE: readonly Size[] = [];
const SCREEN: Path = [];

interface SizesProps {
  designer: Designer;
  documentOf: () => Document | null;
  hovered: Path | null;
  /** Another one each time when what the picture shows may have moved. */
  drawn: unknown;
  /** Whether a component is being dragged over the picture. */
  isDropping: boolean;
}

type Measurement = NonNullable<ReturnType<typeof measureSizes>>;
type Found = { at: string; measured: Measurement };

/** What of the selected component can be drawn to another size; with Alt held, the spaces of what is pointed at. */
export function Sizes({ designer, documentOf, hovered, drawn, isDropping }: SizesProps) {
  const { doc, kinds, selected, chosen, isWriting } = designer;
  const isAlt = useAltHeld();
  const path = chosen.length > 1 || isWriting ? SCREEN : componentOf(selected);
  const node = nodeAt(doc, path);
  const sizes = useMemo(() => sizesIn(node, kinds), [node, kinds]);
  const found = useMeasured(designer, documentOf, drawn, sizes.length === 0 ? SCREEN : path, FIRST);
  const spaced = useMeasured(designer, documentOf, drawn, isAlt ? (hovered ?? path) : SCREEN, MANY);
  if (isDropping) return null;
  return (
    <div className={classes['layer']} data-spaces={spaced !== null || undefined}>
      {spaced !== null && <Spaces measured={spaced.measured} gap={gapIn(sizesIn(nodeAt(doc, parsePath(spaced.at)), kinds))} />}
      {found !== null && <Handles key={found.at} designer={designer} path={path} sizes={sizes} measured={found.measured} isCalm={spaced === null} />}
    </div>
  );
}

function sizesIn(node: NodeDefinition | undefined, kinds: Designer['kinds']): readonly Size[] {
  const schema = node === undefined ? undefined : kinds.get(node.kind)?.settings_schema;
  return node === undefined || schema === undefined ? NONE : sizesOf(node, schema);
}

const gapIn = (sizes: readonly Size[]): Size | undefined => sizes.find((size) => size.of === 'gap');

/** What is measured of a component once the picture stands, once a frame; nothing of the screen itself. */
function useMeasured({ doc, slotsOf }: Designer, documentOf: () => Document | null, drawn: unknown, path: Path, most: number): Found | null {
  const at = dotted(path);
  const [found, setFound] = useState<Found | null>(null);
  useEffect(() => {
    if (at === '') return undefined;
    const soon = requestAnimationFrame(() => {
      const page = documentOf();
      const place = parsePath(at);
      const node = nodeAt(doc, place);
      const slot = node === undefined ? undefined : mainSlotOf(slotsOf(node.kind));
      const measured = page === null ? null : measureSizes(page, place, slot, slot === undefined ? undefined : node?.[slot], most);
      setFound(measured === null ? null : { at, measured });
    });
    return () => cancelAnimationFrame(soon);
  }, [at, doc, slotsOf, documentOf, drawn, most]);
  return found?.at === at ? found : null;
}

interface HandlesProps {
  designer: Designer;
  path: Path;
  sizes: readonly Size[];
  measured: Measurement;
  /** Whether nothing else marks the spaces. */
  isCalm: boolean;
}

function Handles({ designer, path, sizes, measured, isCalm }: HandlesProps) {
  const node = nodeAt(designer.doc, path);
  const kind = designer.kinds.get(node?.kind ?? '')?.title ?? '';
  return (
    <>
      {isCalm && gapIn(sizes) !== undefined && measured.gaps.map(({ box }, index) => <div key={index} className={classes['gap']} style={styleOf(box)} />)}
      {sizes.map((size) => {
        const handle = handleOf(size, measured);
        const setting = [...path, size.name];
        if (handle === null) return null;
        return (
          <SizeHandle
            key={size.name}
            size={size}
            handle={handle}
            label={words.label(size.label, kind)}
            onDrawn={(index) => designer.reword(setting, size.kept(index))}
            onKeyed={(index) => designer.change(setting, size.kept(index))}
            onReset={() => node?.[size.name] !== undefined && designer.reword(setting, undefined)}
          />
        );
      })}
    </>
  );
}

/** Padding and the spaces between children, with their sizes. */
function Spaces({ measured, gap }: { measured: Measurement; gap: Size | undefined }) {
  const { box, padding, gaps } = measured;
  return (
    <>
      {paddingStrips(box, padding).map(({ box: strip, size }, index) => (
        <Space key={`p${index}`} of="padding" box={strip} said={`${Math.round(size)} px`} />
      ))}
      {gaps.map(({ box: strip, axis }, index) => (
        <Space key={`g${index}`} of="gap" box={strip} said={saidOfGap(gap, Math.round(axis === 'x' ? strip.width : strip.height))} />
      ))}
    </>
  );
}

/** The name of a space where it is the one that is set. */
const saidOfGap = (gap: Size | undefined, pixels: number): string => (gap !== undefined && gap.pixels[gap.at] === pixels ? saidOf(gap, gap.at) : `${pixels} px`);

function Space({ of, box, said }: { of: 'padding' | 'gap'; box: Box; said: string }) {
  return (
    <div className={classes['space']} data-of={of} style={styleOf(box)}>
      <span className={classes['said']}>{said}</span>
    </div>
  );
}

const styleOf = ({ left, top, width, height }: Box): CSSProperties => ({ left, top, width, height });
