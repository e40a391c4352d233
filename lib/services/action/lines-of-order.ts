/** Lines of one transfer order at most: what one account shows of a transfer in one page of its lines. */
export const linesOfOrder = 50;
