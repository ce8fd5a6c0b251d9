import { useEffect } from 'react';
import { text } from '@/text';

/** Names the page in the browser's tab and history. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title === text.product ? title : `${title} · ${text.product}`;
  }, [title]);
}
