"""The prose of the expressions reference page."""

INTRODUCTION = """
# Expressions

<!-- Made by toolwright.expressions.reference.markdown(); edit there. -->

`{{ … }}` holds one Python expression. Alone it keeps its type, inside text it becomes text. Filters, row rules and
formulas are expressions without braces. A literal `{{` is written `{{ "{{" }}`.

| you can write | for example |
|---|---|
| names and data | `user.name`, `row["due date"]`, `rows[0].title`, `rows[-3:]` |
| literals | `12`, `1.5`, `'text'`, `true`, `false`, `none` (`True`, `False`, `None`, `null`) |
| lists and objects | `[1, 2]`, `{'a': 1}`, `{1, 2}` (a list without repetitions) |
| arithmetic | `+ - * / // %`, `**` with exponents up to 64 |
| comparison | `== != < <= > >=`, `1 <= n < 5`, `x in list`, `'a' in title`, `x is none` |
| logic | `and`, `or`, `not`, `a if condition else b` |
| text | `f'{row.first} {row.last}'`, `f'{price:.2f}'`, `f'{row.due:%d %b %Y}'` |
| loops | `[r.title for r in rows if r.open]`, `{r.id: r.title for r in rows}`, `sum(r.n for r in rows)` |
| functions | `upper(row.title)`, `sort(rows, 'title', descending=true)` |

`a.b` reads data, never anything else: there are no methods, attributes, assignments, lambdas or imports. Keys with two
underscores on both sides are refused, and so are letters that only look like plain ones.

## How values behave

- A missing key, a position out of range and anything read from `None` give `None`.
- Dates and moments have `.year .month .day .weekday` (Monday is 1) `.week .quarter .day_of_year`, moments and times
  `.hour .minute .second .microsecond`, moments also `.date .time .timestamp`; durations have `.days .seconds
  .total_seconds .total_minutes .total_hours .total_days`.
- Arithmetic with `None` gives `None`. Decimals stay exact and win over other numbers: `decimal('0.1') + 0.2` is
  `decimal('0.3')`. Text is joined by `+` with text only; use an f-string for anything else.
- `==` never fails: `x == none` is true exactly for `None`, `x != 'a'` is true for `None`. A date equals its midnight in
  UTC, an id equals its text. `<`, `<=`, `>`, `>=` are false when a side is `None`, and they fail between kinds
  without order.
- In filters and row rules, a comparison with a value of `user` that is missing is neither true nor false: nobody signed
  in means that neither `owner == user.email` nor `owner != user.email` lets any row through. `user.email is none` asks
  for it.
- As text, `None` is empty, booleans are `true` and `false`, dates, times and durations are ISO 8601, decimals plain
  digits, binary data Base64, lists and objects JSON.

## Limits

One expression has at most 4,000 characters, 30 levels of brackets and 6 loops. One evaluation may take 100,000 steps,
make 1,000,000 characters or items, and run 0.1 s; whole numbers have at most 256 bits. Beyond that it ends with
`expression.budget` or `expression.runtime`.

## In filters

A filter is translated for the data source as far as possible: columns, `customer.name` along to-one relations,
comparisons, `in`, `is none`, `and`, `or`, `not`, arithmetic, `contains`, `starts_with`, `ends_with`, and the functions
marked below. Parts that read only the context (`user`, `params`, `now()`) are computed once per request. The rest is
evaluated row by row in process.
"""
