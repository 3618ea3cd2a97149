"""The text of an R script: its fixed parts, and how values are written into it."""

from __future__ import annotations

import json

from coverdict.evidence.exchange.decoding import plain_line

CLOSED, ITERATED, SECOND_DEGREE, PROFILED, SEARCHED, FAR = "1e-10", "1e-9", "1e-8", "1e-6", "1e-3", "2e-2"
"""How near metafor's number and ours are to be, absolutely or relatively, whichever is more: closed forms;
REML and quantiles of t; other iterated variances; Q profiles; mixed models by search; and those of them whose
studies lie so far apart that metafor's search stops short of the peak, or that the most nodes which it can
integrate over are too few."""

MOST_SEARCHED = 2.0
"""The variance between studies up to which its search and its nodes are good enough."""

HEADING = """\
# {review}: {title}
#
# Reproduces the pooled results of this review with R's metafor (version 3.8 or later), and prints metafor's
# numbers beside those of the review. The data stand in CSV files beside this script. Run it with
#
#     Rscript THIS-FILE
#
# The status is 1 where a number is further away than its tolerance.

suppressPackageStartupMessages(library(metafor))

script <- sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))
folder <- if (length(script)) dirname(gsub("~+~", " ", script[1], fixed = TRUE)) else "."
# Half steps, for whole ones can turn about the answer for ever.
tight <- list(threshold = 1e-14, tol = 1e-14, maxiter = 10000, stepadj = 0.5)
compared <- NULL

data_of <- function(file) {{
  dat <- read.csv(file.path(folder, file), encoding = "UTF-8", na.strings = "", stringsAsFactors = FALSE)
  dat$zeros[is.na(dat$zeros)] <- ""
  dat
}}

# A model, or NULL and a word where this R cannot fit it (mixed models need the package lme4).
fitted <- function(method, model) {{
  tryCatch(model, error = function(problem) {{
    cat("not fitted here:", outcome, "by", method, "-", conditionMessage(problem), "\\n")
    NULL
  }})
}}

# On the scale on which people read it; nothing where nothing was fitted.
natural <- function(scale, value) if (is.null(value)) NULL else scale(value)

as_difference <- function(value) pmin(1, pmax(-1, value))

# Where a further study is expected: t with k - 2 degrees of freedom (Higgins, Thompson, Spiegelhalter 2009).
expected <- function(fit, level) {{
  if (is.null(fit)) return(NULL)
  half <- qt((1 + level) / 2, fit$k - 2) * sqrt(fit$tau2 + fit$se^2)
  fit$b[1] + c(-1, 1) * half
}}

compare <- function(quantity, metafor, review, within) {{
  if (is.null(metafor) || !length(review)) return(invisible())
  metafor <- as.numeric(metafor)
  difference <- metafor - review
  agrees <- !is.na(difference) & abs(difference) <= within * pmax(1, abs(review))
  row <- data.frame(outcome = rep(outcome, length(review)), quantity, metafor, review, difference, agrees)
  compared <<- rbind(compared, row)
}}
"""

ENDING = """\
# --- what it came to

options(width = 160)
if (NROW(compared)) print(compared, digits = 10, row.names = FALSE)
differ <- if (NROW(compared)) sum(!compared$agrees) else 0L
cat(sprintf("\\n%d numbers compared, %d differ\\n", NROW(compared), differ))
if (differ > 0) quit(status = 1)
"""


def quoted(text: str) -> str:
    """A string of R: once the text is one printable line, R escapes quotes and backslashes as JSON does."""
    return json.dumps(plain_line(text), ensure_ascii=False)


def comment(text: str) -> str:
    """A text within a comment: one line, so that nothing of it can end the comment."""
    return plain_line(text)


def number(value: float) -> str:
    """A number of R that reads back as the very same."""
    return repr(float(value))


def compared(quantity: str, metafor: str, value: float, within: str) -> str:
    """The line that holds one of metafor's numbers against ours."""
    return f"compare({quoted(quantity)}, {metafor}, {number(value)}, {within})"
