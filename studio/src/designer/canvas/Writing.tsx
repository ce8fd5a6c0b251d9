import { useEffect, useState } from 'react';
import { nodeAt } from '../document/edit';
import { dotted, parsePath } from '../document/path';
import { mainTextOf } from '../mainText';
import type { Designer } from '../useDesigner';
import { InlineText } from './InlineText';
import { textPlaceOf, type TextPlace } from './textPlace';

interface WritingProps {
  designer: Designer;
  documentOf: () => Document | null;
  /** Another one each time when what the picture shows may have moved. */
  drawn: unknown;
}

/** The field over the words of the selected component while they are written; what it ends with is one step. */
export function Writing({ designer, documentOf, drawn }: WritingProps) {
  const { doc, kinds, selected, isWriting, endWriting } = designer;
  const [found, setFound] = useState<{ at: string; place: TextPlace } | null>(null);
  const main = isWriting ? mainTextOf(nodeAt(doc, selected), kinds) : null;
  const written = main?.written;
  const at = dotted(selected);

  useEffect(() => {
    if (written === undefined) return undefined;
    const soon = requestAnimationFrame(() => {
      const page = documentOf();
      const place = page === null ? null : textPlaceOf(page, parsePath(at), written);
      // A closed dialog, for instance, has no place in the picture.
      if (place === null) endWriting();
      else setFound({ at, place });
    });
    return () => cancelAnimationFrame(soon);
  }, [documentOf, drawn, at, written, endWriting]);

  if (main === null || found?.at !== at) return null;
  const end = (words: string | null) => {
    if (words !== null) designer.reword([...selected, main.key], main.kept(words));
    endWriting();
  };
  return <InlineText key={at} place={found.place} of={main} onEnd={end} />;
}
