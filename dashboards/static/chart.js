// The leaders' chart: promises kept, late, overdue and running, from the same table that stands below it.
// Contents: draw · options
'use strict';

const PARTS = [['on_time', '按时', '#3f8f68'], ['late', '迟了', '#d98c3a'], ['overdue', '仍逾期', '#b53a2f'], ['running', '在计', '#c5d0d8']];
const MOST = 15;

async function draw(place) {
  const answer = await fetch(place.dataset.chart, { credentials: 'same-origin' });
  if (!answer.ok) return;
  const rows = (await answer.json()).rows.filter((row) => row.promises).slice(0, MOST).reverse();
  if (!rows.length) { place.hidden = true; return; }
  place.style.height = `${rows.length * 30 + 70}px`;
  const chart = echarts.init(place, null, { renderer: 'svg' });
  chart.setOption(options(rows, place.clientWidth));
  window.addEventListener('resize', () => { chart.resize(); chart.setOption(options(rows, place.clientWidth)); });
}

function options(rows, width) {
  const narrow = width < 560;
  const font = getComputedStyle(document.documentElement).fontFamily;
  return {
    textStyle: { fontFamily: font },
    animation: false,
    color: PARTS.map(([, , colour]) => colour),
    legend: { top: 4, itemWidth: 12, itemHeight: 12 },
    grid: { left: 8, right: 24, top: 38, bottom: 4, containLabel: true },
    tooltip: { trigger: 'axis', renderMode: 'richText', axisPointer: { type: 'shadow' } },
    xAxis: { type: 'value', minInterval: 1, splitLine: { lineStyle: { color: '#e6eaec' } } },
    yAxis: { type: 'category', data: rows.map((row) => row.name), axisTick: { show: false }, axisLabel: { width: narrow ? 110 : 240, overflow: 'truncate', color: '#1b2733' } },
    series: PARTS.map(([key, name]) => ({ name, type: 'bar', stack: 'all', barMaxWidth: 18, data: rows.map((row) => row[key] || null), label: { show: true, color: key === 'running' ? '#1b2733' : '#fff', fontSize: 11 } })),
  };
}

window.addEventListener('DOMContentLoaded', () => { const place = document.getElementById('chart'); if (place) draw(place); });
