/** "Lamp" where there is one kind of it, "Lamp – Green" where there are several. */
export const titleOf = (title: string, variantTitle: string | null | undefined): string =>
  variantTitle && variantTitle !== "Default Title" ? `${title} – ${variantTitle}` : title;
