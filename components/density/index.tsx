"use client";

import { createContext, type ReactNode, useCallback, useContext, useEffect, useState } from "react";

export type Density = "dense" | "normal" | "touch";
/** Row heights in CSS pixels. They are repeated in app/tokens.css, since the table computes with them. */
export const rowHeights: Record<Density, number> = { dense: 32, normal: 36, touch: 44 };

const storageKey = "plimsoll.density";
const DensityContext = createContext<{ density: Density; choose: (density: Density) => void }>({
  density: "normal",
  choose: () => {},
});

/** Row density of the tables, stored per person in this browser. A coarse pointer always gets the touch height. */
export function DensityProvider({ children }: { children: ReactNode }) {
  const [density, setDensity] = useState<Density>("normal");
  useEffect(() => {
    const coarse = window.matchMedia("(pointer: coarse)");
    const apply = () => {
      const stored = localStorage.getItem(storageKey);
      setDensity(coarse.matches ? "touch" : stored === "dense" || stored === "touch" ? stored : "normal");
    };
    apply();
    coarse.addEventListener("change", apply);
    return () => coarse.removeEventListener("change", apply);
  }, []);
  useEffect(() => {
    document.documentElement.dataset.density = density;
  }, [density]);
  const choose = useCallback((next: Density) => {
    localStorage.setItem(storageKey, next);
    setDensity(next);
  }, []);
  return <DensityContext value={{ density, choose }}>{children}</DensityContext>;
}

/** The density in force and the function that chooses another. */
export const useDensity = () => useContext(DensityContext);
