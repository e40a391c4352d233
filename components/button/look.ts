export interface ButtonLook {
  /** One primary a view; danger for what cannot be undone. Default secondary. */
  variant?: "primary" | "secondary" | "ghost" | "danger";
  size?: "sm" | "md" | "lg";
  /** As wide as its box. */
  full?: boolean;
}

/** Classes of HeroUI's button, sized by our tokens in app/tokens.css. */
export function buttonClass({
  variant = "secondary",
  size = "md",
  full,
  iconOnly,
}: ButtonLook & { iconOnly?: boolean }): string {
  return [
    "button",
    `button--${variant}`,
    `button--${size}`,
    full ? "button--full-width" : "",
    iconOnly ? "button--icon-only" : "",
  ]
    .filter(Boolean)
    .join(" ");
}
