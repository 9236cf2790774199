/* Where tiles stand, as `odnos/analytics/saved/tiles.py` settles them: none upon another, each as high as it goes. */
export interface Place { key: string; x: number; y: number; w: number; h: number }

export const WIDTH = 12;
export const HIGHEST = 12;

const overlap = (a: Place, b: Place): boolean => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
const inOrder = (a: Place, b: Place): number => a.y - b.y || a.x - b.x;

function dropped(item: Place, put: Place[]): Place {
  const found = { ...item, y: 0 };
  while (put.some((other) => overlap(found, other))) found.y += 1;
  return found;
}

/** Return the places after `first` was put where it is: it stays, the others make room, and all move up. */
export function settled(places: Place[], first = ""): Place[] {
  const put = places.filter((item) => item.key === first);
  for (const item of places.filter((item) => item.key !== first).sort(inOrder)) put.push(dropped(item, put));
  return first ? settled(put) : put;
}

/** Return a place within the width and the least size. */
export function within(item: Place): Place {
  const w = Math.max(1, Math.min(WIDTH, item.w));
  return { ...item, w, h: Math.max(1, Math.min(HIGHEST, item.h)), x: Math.max(0, Math.min(WIDTH - w, item.x)), y: Math.max(0, item.y) };
}

export { inOrder };
