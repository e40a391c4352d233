/** One product with its variants; prices in US dollars, as a shopper would meet it in 2025. */
export interface ProductFamily {
  title: string;
  /** Title in Chinese, for the shops in Asia. */
  titleZh?: string;
  variants: keyof typeof variantNames;
  price: number;
  weightGrams: number;
  volumeCm3: number;
  packSize: number;
  hazmat?: boolean;
  coldChain?: boolean;
}

export interface Category {
  name: string;
  brand: string;
  /** Day of the year around which it sells best, and how much more it sells then (0.5 = half as much again). */
  peakDay: number;
  peakStrength: number;
  families: ProductFamily[];
}

export const variantNames = {
  colour: ["Fog grey", "Moss", "Ink blue", "Sand", "Rust", "Oat", "Plum", "Charcoal"],
  size: ["0.35 L", "0.5 L", "0.75 L", "1 L", "1.5 L", "2 L", "3 L", "5 L"],
  scent: ["Cedar", "Green tea", "Fig", "Sea salt", "Yuzu", "Lavender", "Unscented", "Osmanthus"],
  roast: [
    "House blend 250 g",
    "House blend 1 kg",
    "Yirgacheffe 250 g",
    "Decaf 250 g",
    "Espresso 1 kg",
    "Sumatra 250 g",
    "Filter 500 g",
    "Winter blend 250 g",
  ],
  garment: ["XS", "S", "M", "L", "XL", "XXL", "3XL", "Kids"],
  count: ["single", "set of 2", "set of 3", "set of 4", "set of 6", "set of 8", "set of 10", "set of 12"],
} as const;

const family = (
  title: string,
  variants: ProductFamily["variants"],
  price: number,
  weightGrams: number,
  volumeCm3: number,
  packSize: number,
  more: Partial<ProductFamily> = {},
): ProductFamily => ({ title, variants, price, weightGrams, volumeCm3, packSize, ...more });

export const categories: readonly Category[] = [
  {
    name: "Coffee and tea",
    brand: "Kestrel & Co",
    peakDay: 340,
    peakStrength: 0.5,
    families: [
      family("Pour-over dripper", "colour", 24.9, 420, 2600, 12, { titleZh: "手沖濾杯" }),
      family("Gooseneck kettle", "size", 59.0, 980, 7200, 6),
      family("Burr hand grinder", "colour", 69.0, 760, 1900, 6),
      family("Coffee beans", "roast", 14.5, 520, 1500, 20, { titleZh: "精品咖啡豆" }),
      family("Stoneware mug", "colour", 16.0, 390, 1200, 24, { titleZh: "陶土馬克杯" }),
      family("Cold brew bottle", "size", 29.0, 610, 2900, 12),
      family("Loose-leaf tea tin", "scent", 12.9, 180, 900, 24),
    ],
  },
  {
    name: "Kitchen",
    brand: "Harbour & Pine",
    peakDay: 335,
    peakStrength: 0.6,
    families: [
      family("Enamel storage pot", "size", 34.0, 1150, 5200, 6),
      family("Linen tea towel", "count", 18.0, 160, 700, 40),
      family("Acacia cutting board", "garment", 42.0, 1450, 3800, 8),
      family("Bread knife with beech handle", "colour", 38.0, 260, 900, 20),
      family("Glass lunch box", "size", 22.5, 720, 2400, 12, { titleZh: "耐熱玻璃便當盒" }),
      family("Beeswax wrap", "count", 15.5, 90, 300, 50),
      family("Cast-iron pan", "size", 54.0, 2300, 4600, 4),
    ],
  },
  {
    name: "Outdoor",
    brand: "Fernway",
    peakDay: 180,
    peakStrength: 0.9,
    families: [
      family("Packable rain jacket", "garment", 79.0, 310, 1800, 20, { titleZh: "輕量防水外套" }),
      family("Trail cap", "colour", 26.0, 85, 800, 40),
      family("Insulated bottle", "size", 32.0, 410, 1900, 12, { titleZh: "保溫瓶" }),
      family("Camping lantern", "colour", 44.0, 380, 1700, 12, { hazmat: true }),
      family("Dry bag", "size", 21.0, 190, 900, 30),
      family("Merino hiking socks", "garment", 19.5, 80, 400, 48),
      family("Folding picnic blanket", "colour", 48.0, 1100, 6100, 8),
    ],
  },
  {
    name: "Home care",
    brand: "Little Tide",
    peakDay: 95,
    peakStrength: 0.25,
    families: [
      family("Room spray", "scent", 17.0, 240, 450, 24, { hazmat: true }),
      family("Soy candle", "scent", 28.0, 430, 900, 12, { titleZh: "大豆蠟燭" }),
      family("Laundry concentrate", "scent", 19.0, 1080, 1200, 12),
      family("Dish soap refill", "size", 11.5, 1050, 1150, 12),
      family("Reed diffuser", "scent", 36.0, 480, 1100, 12, { hazmat: true }),
      family("Wool dryer balls", "count", 16.5, 210, 1500, 24),
      family("Surface cleaner tablets", "count", 13.0, 60, 150, 60),
    ],
  },
  {
    name: "Wellness",
    brand: "Mori Lab",
    peakDay: 15,
    peakStrength: 0.45,
    families: [
      family("Probiotic capsules", "count", 34.0, 110, 300, 48, { coldChain: true }),
      family("Vitamin C serum", "scent", 29.0, 90, 180, 48, { coldChain: true, titleZh: "維他命C精華" }),
      family("Silk sleep mask", "colour", 24.0, 50, 250, 60),
      family("Body oil", "scent", 26.0, 210, 350, 24, { hazmat: true }),
      family("Cork yoga block", "count", 22.0, 640, 2700, 12),
      family("Yoga mat", "colour", 68.0, 2100, 9800, 6, { titleZh: "天然橡膠瑜珈墊" }),
      family("Bamboo hairbrush", "colour", 18.5, 120, 700, 36),
    ],
  },
  {
    name: "Bags",
    brand: "Harbour & Pine",
    peakDay: 235,
    peakStrength: 0.6,
    families: [
      family("Roll-top backpack", "colour", 98.0, 920, 7400, 8, { titleZh: "捲頂後背包" }),
      family("Canvas tote", "colour", 29.0, 310, 1400, 30),
      family("Laptop sleeve", "garment", 39.0, 260, 1300, 24),
      family("Weekender", "colour", 129.0, 1500, 12500, 4),
      family("Sling bag", "colour", 49.0, 340, 2100, 16),
      family("Packing cubes", "count", 35.0, 290, 1600, 20),
      family("Pencil roll", "colour", 19.0, 90, 350, 48),
    ],
  },
  {
    name: "Desk and light",
    brand: "Kestrel & Co",
    peakDay: 245,
    peakStrength: 0.5,
    families: [
      family("Clamp desk lamp", "colour", 84.0, 1600, 6800, 6),
      family("Wireless charging tray", "colour", 58.0, 430, 1500, 16, {
        hazmat: true,
        titleZh: "無線充電托盤",
      }),
      family("Dot-grid notebook", "count", 14.0, 280, 600, 40),
      family("Brass pen", "colour", 46.0, 60, 120, 60),
      family("Desk mat", "garment", 44.0, 620, 2900, 12),
      family("Portable lamp", "colour", 64.0, 540, 2200, 12, { hazmat: true }),
      family("Cable organiser", "count", 12.5, 70, 250, 60),
    ],
  },
  {
    name: "Pets",
    brand: "Little Tide",
    peakDay: 120,
    peakStrength: 0.3,
    families: [
      family("Felt cat cave", "colour", 54.0, 780, 8900, 6, { titleZh: "羊毛氈貓窩" }),
      family("Dog harness", "garment", 36.0, 240, 1300, 24),
      family("Slow feeder bowl", "colour", 21.0, 390, 2300, 16),
      family("Rope toy", "count", 13.5, 210, 900, 40),
      family("Salmon training treats", "count", 11.0, 170, 500, 48),
      family("Travel water bottle for dogs", "size", 24.0, 230, 1200, 20),
      family("Grooming glove", "count", 15.0, 110, 500, 40),
    ],
  },
];
