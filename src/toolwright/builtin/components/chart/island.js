/* Draws the figures of the table beside it. The table is the one source: when it changes, the drawing follows. */

const SERIES = 6;
const STEPS = {
  hour: (d) => d.setHours(d.getHours() + 1),
  day: (d) => d.setDate(d.getDate() + 1),
  week: (d) => d.setDate(d.getDate() + 7),
  month: (d) => d.setMonth(d.getMonth() + 1),
  quarter: (d) => d.setMonth(d.getMonth() + 3),
  year: (d) => d.setFullYear(d.getFullYear() + 1),
};
const LABELS = {
  hour: { day: 'numeric', month: 'short', hour: '2-digit' },
  day: { day: 'numeric', month: 'short' },
  week: { day: 'numeric', month: 'short' },
  month: { month: 'short', year: '2-digit' },
  year: { year: 'numeric' },
};
const MOST_POINTS = 400;

class Chart extends HTMLElement {
  async connectedCallback() {
    const { init } = await import('@vendor/echarts.js');
    if (!this.isConnected || this.chart) return;
    this.chart = init(this, null, { renderer: 'svg' });
    this.draw();
    this.sizes = new ResizeObserver(() => {
      this.chart?.resize();
      if (this.isRound) this.draw();
    });
    this.sizes.observe(this);
    const figure = this.closest('figure');
    this.changes = new MutationObserver(() => this.draw());
    if (figure) this.changes.observe(figure.querySelector('.tw-chart-data') ?? figure, { childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: ['data-value'] });
    this.mode = matchMedia('(prefers-color-scheme: dark)');
    this.redraw = () => this.draw();
    this.mode.addEventListener('change', this.redraw);
    this.chosen = new MutationObserver(this.redraw);
    this.chosen.observe(document.documentElement, { attributeFilter: ['data-mode'] });
  }

  disconnectedCallback() {
    this.sizes?.disconnect();
    this.changes?.disconnect();
    this.chosen?.disconnect();
    this.mode?.removeEventListener('change', this.redraw);
    this.chart?.dispose();
    this.chart = undefined;
  }

  draw() {
    const rows = read(this.closest('figure')?.querySelector('.tw-chart-table'));
    const told = JSON.parse(this.dataset.options);
    const look = paint(this);
    this.isRound = told.type === 'pie' || told.type === 'donut';
    const option = this.isRound ? round(told, rows, look, this) : straight(told, rows, look, this);
    this.chart.setOption({ ...common(look), ...option }, { notMerge: true });
  }
}

/** The figures: `{raw, name, split, values: [{raw, shown}]}` a row. */
function read(table) {
  return [...(table?.tBodies[0]?.rows ?? [])].map((row) => {
    const cells = [...row.cells];
    const values = cells.filter((cell) => cell.tagName === 'TD' && 'value' in cell.dataset);
    const split = cells.find((cell) => cell.tagName === 'TD' && !('value' in cell.dataset));
    return {
      raw: cells[0].dataset.value,
      name: cells[0].textContent.trim(),
      split: split?.textContent.trim(),
      values: values.map((cell) => ({ raw: cell.dataset.value === '' ? null : Number(cell.dataset.value), shown: cell.textContent.trim() })),
    };
  });
}

/** Colours and letters of the page, as plain values. */
function paint(element) {
  const colour = (name) => {
    const probe = element.appendChild(document.createElement('span'));
    probe.style.color = `var(--tw-${name})`;
    const canvas = (paint.canvas ??= document.createElement('canvas').getContext('2d', { willReadFrequently: true }));
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = getComputedStyle(probe).color;
    probe.remove();
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b] = canvas.getImageData(0, 0, 1, 1).data;
    return `rgb(${r},${g},${b})`;
  };
  return {
    series: Array.from({ length: SERIES }, (_, n) => colour(`series-${n + 1}`)),
    text: colour('text'), muted: colour('muted'), line: colour('border'), surface: colour('surface'), raised: colour('raised'), edge: colour('border-strong'),
    font: getComputedStyle(element).fontFamily,
    still: matchMedia('(prefers-reduced-motion: reduce)').matches,
  };
}

function common(look) {
  return {
    color: look.series,
    textStyle: { fontFamily: look.font, fontSize: 12, color: look.muted },
    animation: !look.still, animationDuration: 180, animationDurationUpdate: 180,
    aria: { enabled: false },
  };
}

function tooltip(look, extra) {
  return {
    renderMode: 'richText', confine: true, backgroundColor: look.raised, borderColor: look.edge, borderWidth: 1, padding: [8, 10],
    textStyle: { color: look.text, fontFamily: look.font, fontSize: 12 }, ...extra,
  };
}

function writer(told) {
  const language = document.documentElement.lang || undefined;
  const styles = { percent: { style: 'percent', maximumFractionDigits: 1 }, currency: { style: 'currency', currency: told.currency || 'EUR', notation: 'compact' } };
  const format = new Intl.NumberFormat(language, styles[told.format] ?? { notation: 'compact', maximumFractionDigits: 1 });
  return (value) => format.format(value);
}

/** Groups in order, gaps in time filled, and one list of values a series. */
function arrange(told, rows) {
  const groups = new Map();
  for (const row of rows) if (!groups.has(row.raw)) groups.set(row.raw, row.name);
  let order = [...groups.keys()];
  if (told.bucket) order = filled(order.filter(Boolean).sort(), told.bucket);
  const names = told.split ? [...new Set(rows.map((row) => row.split))] : told.labels;
  const at = new Map(order.map((raw, place) => [raw, place]));
  const series = names.map((name) => ({ name, values: order.map(() => (told.bucket ? 0 : null)), shown: order.map(() => '') }));
  for (const row of rows) {
    const place = at.get(row.raw);
    if (place === undefined) continue;
    row.values.forEach((value, measure) => {
      const target = series[told.split ? names.indexOf(row.split) : measure];
      if (told.split && measure > 0) return;
      target.values[place] = value.raw;
      target.shown[place] = value.shown;
    });
  }
  return { order, names: order.map((raw) => groups.get(raw) ?? raw), series: told.split ? gathered(series, told.other) : series };
}

function filled(order, bucket) {
  if (order.length < 2) return order;
  const isDay = order[0].length <= 10;
  const known = new Set(order);
  const all = [];
  const end = moment(order.at(-1));
  for (let at = moment(order[0]); at <= end && all.length <= MOST_POINTS; STEPS[bucket](at)) {
    const pad = (number) => String(number).padStart(2, '0');
    const day = `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}`;
    const text = isDay ? day : order.find((raw) => moment(raw).getTime() === at.getTime()) ?? `${day}T${pad(at.getHours())}:00`;
    all.push(text);
    known.delete(text);
  }
  return all.length > MOST_POINTS || known.size ? order : all;
}

function moment(raw) {
  return new Date(raw.length <= 10 ? `${raw}T00:00` : raw);
}

/** At most six series; the smaller ones together. */
function gathered(series, other) {
  if (series.length <= SERIES) return series;
  const total = (one) => one.values.reduce((sum, value) => sum + (value ?? 0), 0);
  const ranked = [...series].sort((a, b) => total(b) - total(a));
  const rest = ranked.slice(SERIES - 1);
  const values = rest[0].values.map((_, place) => rest.reduce((sum, one) => sum + (one.values[place] ?? 0), 0));
  return [...ranked.slice(0, SERIES - 1), { name: other, values, shown: values.map(String) }];
}

function straight(told, rows, look, element) {
  const { order, names, series } = arrange(told, rows);
  const write = writer(told);
  const lies = told.type === 'bar' && told.horizontal;
  const several = series.length > 1;
  const labels = told.bucket ? order.map((raw) => stamp(raw, told.bucket)) : names;
  const words = {
    type: 'category', data: labels, inverse: lies, boundaryGap: told.type === 'bar',
    axisLine: { lineStyle: { color: look.line } }, axisTick: { show: false },
    axisLabel: { color: look.muted, hideOverlap: true, width: lies ? Math.min(160, element.clientWidth / 3) : undefined, overflow: 'truncate' },
  };
  const figures = {
    type: 'value', min: told.type === 'line' ? undefined : 0, minInterval: told.format === 'number' ? 1 : undefined, splitNumber: 4,
    axisLabel: { color: look.muted, formatter: write }, splitLine: { show: !lies || several, lineStyle: { color: look.line } },
  };
  const end = lies ? [0, 3, 3, 0] : [3, 3, 0, 0];
  const direct = told.type === 'bar' && !several && order.length <= 12;
  return {
    grid: { left: 4, right: lies && direct ? 44 : 12, top: several && told.legend !== false ? 34 : direct && !lies ? 22 : 10, bottom: 6, containLabel: true },
    legend: { show: told.legend ?? several, top: 0, left: 0, icon: 'roundRect', itemWidth: 10, itemHeight: 10, itemGap: 14, textStyle: { color: look.muted } },
    tooltip: tooltip(look, {
      trigger: 'axis', axisPointer: { type: told.type === 'bar' ? 'shadow' : 'line', lineStyle: { color: look.edge }, shadowStyle: { color: look.line, opacity: 0.35 } },
      formatter: (points) => [points[0].axisValueLabel, ...points.map((point) => `${several ? `${point.seriesName}: ` : ''}${series[point.seriesIndex].shown[point.dataIndex] || write(point.value ?? 0)}`)].join('\n'),
    }),
    xAxis: lies ? { ...figures, axisLabel: { ...figures.axisLabel, show: !direct }, splitLine: { ...figures.splitLine, show: !direct } } : words,
    yAxis: lies ? words : { ...figures, axisLabel: { ...figures.axisLabel }, splitLine: figures.splitLine },
    series: series.map((one) => ({
      name: one.name, data: one.values, stack: told.stacked ? 'all' : undefined,
      ...(told.type === 'bar'
        ? { type: 'bar', barMaxWidth: lies ? 20 : 36, barCategoryGap: '32%', itemStyle: { borderRadius: told.stacked ? 0 : end }, label: { show: direct, position: lies ? 'right' : 'top', color: look.text, fontSize: 12, formatter: (point) => one.shown[point.dataIndex] } }
        : { type: 'line', symbol: 'circle', symbolSize: 6, showSymbol: order.length < 2, lineStyle: { width: 2 }, areaStyle: told.type === 'area' ? { opacity: 0.14 } : undefined }),
    })),
  };
}

function stamp(raw, bucket) {
  const day = moment(raw);
  if (Number.isNaN(day.getTime())) return raw;
  if (bucket === 'quarter') return `Q${Math.floor(day.getMonth() / 3) + 1} ${day.getFullYear()}`;
  return new Intl.DateTimeFormat(document.documentElement.lang || undefined, LABELS[bucket]).format(day);
}

/** How wide the longest of these words is, in pixels. */
function widest(words, look) {
  const canvas = document.createElement('canvas').getContext('2d');
  canvas.font = `12px ${look.font}`;
  return Math.ceil(Math.max(0, ...words.map((one) => canvas.measureText(one).width)));
}

function round(told, rows, look, element) {
  const parts = rows.map((row) => ({ name: row.name, value: row.values[0]?.raw ?? 0, shown: row.values[0]?.shown ?? '' })).filter((part) => part.value > 0).sort((a, b) => b.value - a.value);
  const rest = parts.slice(SERIES - 1);
  const kept = parts.length > SERIES ? [...parts.slice(0, SERIES - 1), { name: told.other, value: rest.reduce((sum, part) => sum + part.value, 0), shown: '' }] : parts;
  const total = kept.reduce((sum, part) => sum + part.value, 0);
  const write = writer(told);
  const share = (part) => `${Math.round((part.value / total) * 100)} %`;
  const figure = (part) => `${part.shown || write(part.value)} · ${share(part)}`;
  const { clientWidth: wide, clientHeight: high } = element;
  const label = Math.min(Math.max(72, wide / 4), widest(kept.flatMap((part) => [part.name, figure(part)]), look));
  // The words beside it have their room first.
  const outer = Math.max(40, Math.min(0.38 * Math.min(wide, high), wide / 2 - label - 22));
  return {
    tooltip: tooltip(look, { trigger: 'item', formatter: ({ data }) => `${data.name}\n${figure(data)}` }),
    series: [{
      type: 'pie', radius: told.type === 'donut' ? [outer * 0.68, outer] : [0, outer], data: kept, avoidLabelOverlap: true,
      itemStyle: { borderColor: look.surface, borderWidth: 2 },
      label: {
        color: look.text, lineHeight: 16, width: label, overflow: 'truncate',
        formatter: ({ data }) => `${data.name}\n{value|${figure(data)}}`, rich: { value: { color: look.muted, lineHeight: 16 } },
      },
      labelLine: { length: 10, length2: 8, lineStyle: { color: look.edge } },
      emphasis: { scale: false },
    }],
  };
}

customElements.define('tw-chart', Chart);
