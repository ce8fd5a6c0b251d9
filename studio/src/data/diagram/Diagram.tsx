import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { IconMinus, IconPlus } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { Link } from 'react-router';
import { tablePath } from '@/grid/tablePath';
import { text } from '@/text';
import classes from './Diagram.module.css';
import { BOX_PX, COLUMN_PX, TITLE_PX, type Box, type Drawing } from './layout';

const words = text.data.relations;
const icon = { size: 16, stroke: 1.75 };
const STEP = 1.25;
const SMALLEST = 0.15;
const LARGEST = 2;
const SHOWN_LENGTH = 26;

interface DiagramProps {
  workspace: string;
  source: string | null;
  drawing: Drawing;
}

/** The tables and what they refer to. Each table is a link; the one that is looked at shows its own lines. */
export function Diagram({ workspace, source, drawing }: DiagramProps) {
  const frame = useRef<HTMLDivElement>(null);
  const [zoom, setZoom] = useState(1);
  const [seen, setSeen] = useState<string | null>(null);
  const to = (next: number) => setZoom(Math.max(SMALLEST, Math.min(LARGEST, next)));
  const fit = () => {
    const box = frame.current;
    if (box !== null) to(Math.min(1, box.clientWidth / drawing.width, box.clientHeight / drawing.height));
  };
  const isNear = (ref: string) => seen === null || ref === seen || drawing.lines.some(({ from, to: end }) => (from === seen && end === ref) || (end === seen && from === ref));
  return (
    <div className={classes['diagram']}>
      <div className={classes['tools']} role="group" aria-label={words.zoom}>
        <Tooltip label={words.smaller}>
          <ActionIcon aria-label={words.smaller} disabled={zoom <= SMALLEST} onClick={() => to(zoom / STEP)}>
            <IconMinus {...icon} />
          </ActionIcon>
        </Tooltip>
        <span className={classes['percent']} role="status">{`${Math.round(zoom * 100)} %`}</span>
        <Tooltip label={words.larger}>
          <ActionIcon aria-label={words.larger} disabled={zoom >= LARGEST} onClick={() => to(zoom * STEP)}>
            <IconPlus {...icon} />
          </ActionIcon>
        </Tooltip>
        <Button size="xs" onClick={fit}>
          {words.fit}
        </Button>
        <Button size="xs" onClick={() => setZoom(1)}>
          {words.actual}
        </Button>
      </div>
      {/* Scrolled by arrows as well, so it can be reached by Tab. */}
      <div ref={frame} className={classes['frame']} tabIndex={0} role="region" aria-label={words.diagram}>
        <svg width={drawing.width * zoom} height={drawing.height * zoom} viewBox={`0 0 ${drawing.width} ${drawing.height}`}>
          <g aria-hidden>
            {drawing.lines.map((line) => (
              <path key={`${line.from} ${line.columns.join()} ${line.to}`} d={line.path} className={classes['line']} data-seen={seen !== null && (line.from === seen || line.to === seen) ? true : undefined} data-dim={seen !== null && line.from !== seen && line.to !== seen ? true : undefined} />
            ))}
          </g>
          {drawing.boxes.map((box) => (
            <Link key={box.ref} to={tablePath(workspace, box.ref, source)} className={classes['table']} data-dim={!isNear(box.ref) || undefined} onMouseEnter={() => setSeen(box.ref)} onMouseLeave={() => setSeen(null)} onFocus={() => setSeen(box.ref)} onBlur={() => setSeen(null)} aria-description={words.table(drawing.lines.filter((line) => line.from === box.ref).length, drawing.lines.filter((line) => line.to === box.ref).length)}>
              <TableBox box={box} />
            </Link>
          ))}
        </svg>
      </div>
    </div>
  );
}

const short = (name: string) => (name.length > SHOWN_LENGTH ? `${name.slice(0, SHOWN_LENGTH - 1)}…` : name);

function TableBox({ box }: { box: Box }) {
  return (
    <g transform={`translate(${box.x} ${box.y})`}>
      {short(box.title) !== box.title && <title>{box.title}</title>}
      <rect className={classes['box']} width={BOX_PX} height={box.height} rx={6} />
      <text className={classes['title']} x={12} y={TITLE_PX / 2 + 5}>
        {short(box.title)}
      </text>
      {box.columns.map((column, place) => (
        <text key={column} className={classes['column']} x={12} y={TITLE_PX + place * COLUMN_PX + COLUMN_PX / 2 + 4}>
          {short(column)}
        </text>
      ))}
    </g>
  );
}
