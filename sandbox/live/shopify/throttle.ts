/** Query points that come back with time; real time, whatever the shop's own clock says. */
export interface Points {
  status: () => { maximumAvailable: number; currentlyAvailable: number; restoreRate: number };
  /** Takes them, or nothing and false when there are not enough. */
  take: (cost: number) => boolean;
  giveBack: (cost: number) => void;
}

export function newPoints(
  maximumAvailable: number,
  restoreRate: number,
  milliseconds: () => number = () => performance.now(),
): Points {
  let available = maximumAvailable;
  let at = milliseconds();
  const restore = () => {
    const now = milliseconds();
    available = Math.min(maximumAvailable, available + ((now - at) / 1000) * restoreRate);
    at = now;
  };
  return {
    status: () => {
      restore();
      return { maximumAvailable, currentlyAvailable: Math.floor(available), restoreRate };
    },
    take: (cost) => {
      restore();
      if (cost > available) return false;
      available -= cost;
      return true;
    },
    giveBack: (cost) => {
      restore();
      available = Math.min(maximumAvailable, available + cost);
    },
  };
}
