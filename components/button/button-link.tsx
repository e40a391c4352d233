import type { ReactNode } from "react";
import { AppLink, type AppLinkProps } from "@/components/link";
import { type ButtonLook, buttonClass } from "./look";

export interface ButtonLinkProps extends ButtonLook, AppLinkProps {
  icon?: ReactNode;
}

/** A link that looks like a button: it goes somewhere, or downloads. */
export function ButtonLink({
  variant,
  size,
  full,
  icon,
  children,
  className = "",
  ...rest
}: ButtonLinkProps) {
  return (
    <AppLink
      {...rest}
      className={`${buttonClass({ variant, size, full, iconOnly: !children })} ${className}`}
    >
      {icon}
      {children}
    </AppLink>
  );
}
