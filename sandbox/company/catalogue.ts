import { categories, variantNames } from "./product-families";
import { randomStream } from "./random";
import type { Sku } from "./types";

const SKU_COUNT = 400;
/** Days from the first simulated day to the anchor day. */
export const SIMULATED_DAYS = 396;

/** EAN-13 with its check digit, from the prefix set aside for a company's own use. */
function barcodeOf(number: number): string {
  const digits = `2099${String(number).padStart(8, "0")}`;
  const sum = [...digits].reduce((total, digit, at) => total + Number(digit) * (at % 2 === 0 ? 1 : 3), 0);
  return `${digits}${(10 - (sum % 10)) % 10}`;
}

/** The products: eight categories of seven families, each in up to eight variants. */
export function makeCatalogue(seed: string): Sku[] {
  const random = randomStream(seed, "catalogue");
  const skus: Sku[] = [];
  for (const [variant] of variantNames.colour.entries()) {
    for (const [familyNo] of Array.from({ length: 7 }).entries()) {
      for (const category of categories) {
        const family = category.families[familyNo];
        const variantName = family && variantNames[family.variants][variant];
        if (!family || !variantName || skus.length >= SKU_COUNT) continue;
        const id = skus.length + 1;
        const grows = family.variants === "size" || family.variants === "count" ? 0.75 + variant * 0.14 : 1;
        const price = Math.max(4.9, Math.round(family.price * grows) - 0.1);
        const zh = family.titleZh !== undefined && random.chance(0.45);
        const fate = random.next();
        const lifecycle =
          id > 396 ? "draft" : fate < 0.01 ? "discontinued" : fate < 0.07 ? "phase_out" : "active";
        const isNew = lifecycle === "active" && random.chance(0.05);
        skus.push({
          id,
          code: `PLM-${String(id).padStart(4, "0")}`,
          title: zh ? `${family.titleZh} ${variantName}` : `${family.title}, ${variantName}`,
          titleLang: zh ? "zh-Hant" : "en",
          brand: category.brand,
          category: category.name,
          barcode: barcodeOf(id),
          unitCost: Math.round(price * random.between(0.24, 0.42) * 100) / 100,
          price,
          packSize: Math.max(1, Math.round(family.packSize / 2)),
          weightGrams: Math.round(family.weightGrams * grows),
          volumeCm3: Math.round(family.volumeCm3 * grows),
          hazmat: family.hazmat ?? false,
          coldChain: family.coldChain ?? false,
          lifecycle,
          launchDay: isNew ? SIMULATED_DAYS - random.int(18, 75) : 0,
          peakDay: category.peakDay,
          peakStrength: category.peakStrength,
          popularity: random.logNormal(0.75) * (lifecycle === "discontinued" ? 0.15 : 1),
        });
      }
    }
  }
  return skus;
}
