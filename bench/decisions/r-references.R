# Reads a series a line (units a day, spaces between), writes for each the 28 days ahead by ets, auto.arima and ses, a line each.
suppressPackageStartupMessages(library(forecast))
input <- file("stdin", "r")
while (length(line <- readLines(input, n = 1)) > 0) {
  y <- ts(as.numeric(strsplit(line, " ")[[1]]), frequency = 7)
  for (method in list(ets, auto.arima)) {
    ahead <- tryCatch(as.numeric(forecast(method(y), h = 28)$mean), error = function(e) rep(mean(y), 28))
    cat(format(ahead, digits = 8, scientific = FALSE, trim = TRUE), "\n")
  }
  cat(format(as.numeric(ses(y, h = 28)$mean), digits = 8, scientific = FALSE, trim = TRUE), "\n")
}
