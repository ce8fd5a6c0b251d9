import { useComputedColorScheme } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';
import type { Preview } from '@/api/types';
import { boxOf, showIn, type Box } from '@/designer/canvas/frame';
import { text } from '@/text';
import classes from './ScreenPictures.module.css';
import type { Mark } from './screenDifference';

const words = text.history.pictures;
/** The width that a screen is drawn at before it is made smaller, so that it looks as on a desk. */
const WIDTH = 1100;
const LEAST = 160;

interface Marked {
  height: number;
  boxes: { box: Box; what: Mark['what'] }[];
}

/** A drawn screen, smaller, with boxes around what differs. Nothing in it can be pressed. */
export function MarkedPicture({ address, picture, marks }: { address: string; picture: Preview; marks: Mark[] }) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [ready, setReady] = useState(0);
  const [{ height, boxes }, setMarked] = useState<Marked>({ height: LEAST, boxes: [] });
  const { ref, width } = useElementSize();
  const mode = useComputedColorScheme('light');
  const scale = width === 0 ? 1 : Math.min(width / WIDTH, 1);

  useEffect(() => {
    const page = frame.current?.contentDocument;
    if (!page || ready === 0) return;
    showIn(page, picture);
    const measure = () =>
      setMarked({
        height: Math.max(page.querySelector('.tw-page')?.getBoundingClientRect().height ?? 0, LEAST),
        boxes: marks.flatMap(({ path, what }) => {
          const box = boxOf(page, path);
          return box === null ? [] : [{ box, what }];
        }),
      });
    const sizes = new ResizeObserver(measure);
    const content = page.querySelector('.tw-page');
    if (content !== null) sizes.observe(content);
    sizes.observe(page.body);
    return () => sizes.disconnect();
  }, [picture, marks, ready]);

  useEffect(() => {
    frame.current?.contentDocument?.documentElement.setAttribute('data-mode', mode);
  }, [mode, ready]);

  const unseen = marks.length - boxes.length;
  return (
    <>
      <div ref={ref} className={classes['window']} style={{ height: height * scale }}>
        <div className={classes['sheet']} style={{ width: WIDTH, height, transform: `scale(${scale})` }}>
          <iframe ref={frame} className={classes['frame']} title={words.drawing} src={address} tabIndex={-1} inert onLoad={() => setReady((was) => was + 1)} />
          {boxes.map(({ box, what }, index) => (
            <div key={index} className={classes['mark']} data-what={what} style={box}>
              <span style={{ fontSize: 11 / scale }}>{words.marks[what]}</span>
            </div>
          ))}
        </div>
      </div>
      {boxes.length > 0 && <p className={classes['about']}>{words.marked(boxes.length)}</p>}
      {ready > 0 && unseen > 0 && <p className={classes['about']}>{words.unseen(unseen)}</p>}
    </>
  );
}
