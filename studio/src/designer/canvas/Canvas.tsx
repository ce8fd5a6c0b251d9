import { IconLock } from '@tabler/icons-react';
import { memo, useCallback, useEffect, useRef, useState } from 'react';
import { text } from '@/text';
import type { Preview } from '@/api/types';
import { PageSkeleton } from '@/ui/PageSkeleton';
import { nodeAt } from '../document/edit';
import { componentOf, dotted, parsePath } from '../document/path';
import type { Path } from '../document/types';
import { componentsIn } from '../tree/treeKeys';
import { nodesOf, titleOf, type Designer } from '../useDesigner';
import classes from './Canvas.module.css';
import { boxOf, nodeAtPoint, reveal, scrollAt, showIn, type Box } from './frame';
import { Sizes } from './Sizes';
import { useCanvasDrop, type DropLine } from './useCanvasDrop';
import { Writing } from './Writing';

const words = text.designer.canvas;

interface CanvasProps {
  address: string;
  shown: Preview | null;
  /** Whether the first picture is on its way. */
  waiting: boolean;
  designer: Designer;
  width: number | null;
  mode: 'light' | 'dark';
}

interface Marks {
  selected: Box | null;
  others: Box[];
  hovered: Box | null;
}

/** The screen as it really is, with what is selected and pointed at drawn over it. Nothing in it can be pressed. */
export const Canvas = memo(function Canvas({ address, shown, waiting, designer, width, mode }: CanvasProps) {
  const frame = useRef<HTMLIFrameElement>(null);
  const cover = useRef<HTMLDivElement>(null);
  const [ready, setReady] = useState(0);
  const [hovered, setHovered] = useState<Path | null>(null);
  const [marks, setMarks] = useState<Marks>({ selected: null, others: [], hovered: null });
  const [line, setLine] = useState<DropLine | null>(null);
  const { selected, chosen, doc } = designer;
  const place = dotted(selected);
  const places = chosen.slice(1).map(dotted).join(' ');
  const documentOf = useCallback(() => frame.current?.contentDocument ?? null, []);
  useCanvasDrop(cover, documentOf, designer, setLine);

  const measure = useCallback(() => {
    const page = documentOf();
    if (page === null) return;
    const path = componentOf(parsePath(place));
    const others = places === '' ? [] : places.split(' ').flatMap((one) => boxOf(page, parsePath(one)) ?? []);
    setMarks({ selected: path.length === 0 ? null : boxOf(page, path), others, hovered: hovered === null ? null : boxOf(page, hovered) });
  }, [documentOf, place, places, hovered]);

  useEffect(() => {
    const page = documentOf();
    if (page === null || shown === null || ready === 0) return;
    showIn(page, shown);
  }, [shown, ready, documentOf]);

  useEffect(() => {
    documentOf()?.documentElement.setAttribute('data-mode', mode);
  }, [mode, ready, documentOf]);

  useEffect(() => {
    const page = documentOf();
    if (page === null || ready === 0) return;
    reveal(page, parsePath(place));
  }, [place, ready, documentOf]);

  useEffect(() => {
    const view = frame.current?.contentWindow;
    const body = documentOf()?.body;
    // After what this drawing changed has its place.
    const soon = requestAnimationFrame(measure);
    if (!view || !body || ready === 0) return () => cancelAnimationFrame(soon);
    const sizes = new ResizeObserver(measure);
    sizes.observe(body);
    view.addEventListener('scroll', measure, { capture: true, passive: true });
    view.addEventListener('resize', measure);
    return () => {
      cancelAnimationFrame(soon);
      sizes.disconnect();
      view.removeEventListener('scroll', measure, { capture: true });
      view.removeEventListener('resize', measure);
    };
  }, [measure, shown, ready, documentOf]);

  const at = (event: React.MouseEvent) => {
    const page = documentOf();
    const box = cover.current?.getBoundingClientRect();
    return page === null || box === undefined ? null : nodeAtPoint(page, event.clientX - box.left, event.clientY - box.top);
  };
  const press = (event: React.MouseEvent, path: Path) => {
    if (event.shiftKey && path.length > 0) designer.extend(path, componentsIn(nodesOf(designer)));
    else if (event.ctrlKey || event.metaKey) designer.toggle(path);
    else designer.select(path);
  };
  const node = nodeAt(doc, selected);
  const refused = shown?.refused ?? null;

  return (
    <div className={classes['stage']}>
      <div className={classes['paper']} data-fixed={width !== null || undefined} style={width === null ? undefined : { width }}>
        <iframe ref={frame} className={classes['frame']} title={words.frame} src={address} tabIndex={-1} onLoad={() => setReady((was) => was + 1)} />
        <div
          ref={cover}
          className={classes['cover']}
          data-testid="canvas"
          tabIndex={-1}
          onClick={(event) => press(event, at(event) ?? [])}
          onDoubleClick={(event) => designer.write(at(event) ?? [])}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return;
            event.preventDefault(); // the field would have it as well
            designer.write(selected);
          }}
          onPointerMove={(event) => {
            const found = at(event);
            setHovered((was) => (found?.join('.') === was?.join('.') ? was : found));
          }}
          onPointerLeave={() => setHovered(null)}
          onWheel={(event) => {
            const page = documentOf();
            const box = event.currentTarget.getBoundingClientRect();
            if (page !== null) scrollAt(page, event.clientX - box.left, event.clientY - box.top, { left: event.deltaX, top: event.deltaY });
          }}
        >
          <Outlines marks={marks} name={node === undefined ? null : titleOf(node, designer.kinds)} />
          {line !== null && <div className={classes['drop']} data-inside={line.inside || undefined} style={{ left: line.box.left, top: line.box.top, width: line.box.width, height: line.box.height }} />}
        </div>
        <Sizes designer={designer} documentOf={documentOf} hovered={hovered} drawn={marks} isDropping={line !== null} />
        <Writing designer={designer} documentOf={documentOf} drawn={marks} />
        {waiting && (
          <div className={classes['waiting']}>
            <PageSkeleton />
          </div>
        )}
        {refused !== null && <Refused why={refused} />}
        {doc['content'] === undefined && refused === null && <p className={classes['empty']}>{words.empty}</p>}
      </div>
    </div>
  );
});

/** What is selected and pointed at; the last one selected with its name. */
function Outlines({ marks, name }: { marks: Marks; name: string | null }) {
  return (
    <>
      {marks.hovered !== null && <Outline box={marks.hovered} kind="hover" />}
      {marks.others.map((box, index) => (
        <Outline key={index} box={box} kind="selected" />
      ))}
      {marks.selected !== null && name !== null && <Outline box={marks.selected} kind="selected" name={name} />}
    </>
  );
}

/** In the place of a screen that the chosen role cannot open. */
function Refused({ why }: { why: string }) {
  return (
    <div className={classes['refused']} role="status">
      <IconLock size={20} stroke={1.75} aria-hidden />
      <p>{words.refused}</p>
      <p className={classes['why']}>{words.because(why)}</p>
    </div>
  );
}

function Outline({ box, kind, name }: { box: Box; kind: 'hover' | 'selected'; name?: string }) {
  return (
    <div className={classes['outline']} data-kind={kind} style={{ left: box.left, top: box.top, width: box.width, height: box.height }}>
      {name !== undefined && <span className={classes['tab']} data-below={box.top < 22 || undefined}>{name}</span>}
    </div>
  );
}
