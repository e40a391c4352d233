const distancePx = 4;
const marginPx = 8;

/**
 * Puts a floating layer below its anchor, or above it where the window ends. Run while the layer opens: its size
 * is read after the browser has laid it out, still before it is painted.
 */
export function placeLayer(layer: HTMLElement, anchor: HTMLElement, align: "start" | "end"): void {
  const box = anchor.getBoundingClientRect();
  layer.style.visibility = "hidden";
  requestAnimationFrame(() => {
    const { width, height } = layer.getBoundingClientRect();
    const left = align === "end" ? box.right - width : box.left;
    const below = box.bottom + distancePx;
    const fits = below + height <= window.innerHeight - marginPx;
    layer.style.left = `${Math.max(marginPx, Math.min(left, window.innerWidth - width - marginPx))}px`;
    layer.style.top = `${fits ? below : Math.max(marginPx, box.top - height - distancePx)}px`;
    layer.style.visibility = "";
  });
}
