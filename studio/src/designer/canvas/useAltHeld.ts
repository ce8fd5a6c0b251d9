import { useEffect, useState } from 'react';

/** Whether the Alt key is held, and no other with it: those are commands. */
export function useAltHeld(): boolean {
  const [isHeld, setIsHeld] = useState(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => setIsHeld(event.type === 'keydown' && event.key === 'Alt');
    const onLeave = () => setIsHeld(false);
    window.addEventListener('keydown', onKey);
    window.addEventListener('keyup', onKey);
    window.addEventListener('blur', onLeave);
    return () => {
      window.removeEventListener('keydown', onKey);
      window.removeEventListener('keyup', onKey);
      window.removeEventListener('blur', onLeave);
    };
  }, []);
  return isHeld;
}
