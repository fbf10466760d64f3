import { useCallback, useState } from 'react';

/** The size of an element, kept up to date; `[0, 0]` until it is measured. */
export function useSize(): [(element: HTMLElement | null) => void, { width: number; height: number }] {
  const [size, setSize] = useState({ width: 0, height: 0 });
  const [observer] = useState(
    () =>
      new ResizeObserver(([entry]) => {
        if (entry) {
          const { width, height } = entry.contentRect;
          setSize((last) => (last.width === width && last.height === height ? last : { width, height }));
        }
      })
  );
  const ref = useCallback(
    (element: HTMLElement | null) => {
      observer.disconnect();
      if (element) {
        observer.observe(element);
      }
    },
    [observer]
  );
  return [ref, size];
}
