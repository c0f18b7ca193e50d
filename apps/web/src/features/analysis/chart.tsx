'use client';

import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { resolveColor } from '../../components/resolve-color.ts';
import { useThemeVersion } from '../../components/use-theme-version.ts';

export type ChartSeries = {
  label: string;
  /** as CSS knows it, `var(--v1)` */
  color: string;
  values: readonly (number | null)[];
  /** fill down to the bottom of the chart */
  filled?: boolean;
  dashed?: boolean;
  format: (value: number) => string;
};

export type ChartAxis = { min: number; max: number; ticks: readonly number[]; format: (value: number) => string };

/** Line charts drawn by uPlot: one x for all series, a cursor that reads values off, a click that answers with its x. */
export function Chart({
  label,
  x,
  xAxis,
  xFormat,
  yAxis,
  series,
  logarithmic = false,
  height,
  onPick,
}: {
  /** What it shows and how it goes, for those who cannot see it. */
  label: string;
  x: readonly number[];
  xAxis: Omit<ChartAxis, 'format'>;
  xFormat: (value: number) => string;
  yAxis: ChartAxis;
  series: readonly ChartSeries[];
  logarithmic?: boolean;
  height: number;
  onPick?: (x: number) => void;
}) {
  const box = useRef<HTMLDivElement>(null);
  const pick = useRef(onPick);
  pick.current = onPick;
  const theme = useThemeVersion();

  // biome-ignore lint/correctness/useExhaustiveDependencies: the colours behind the names change with the theme
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const ink = resolveColor('var(--muted)');
    const line = resolveColor('var(--line)');
    const axis = { stroke: ink, font: `11px ${getComputedStyle(element).fontFamily}`, ticks: { show: false } };
    const options: uPlot.Options = {
      width: element.clientWidth,
      height,
      padding: [8, 8, 0, 0],
      legend: { live: true, markers: { width: 2 } },
      cursor: { y: false, drag: { x: false, y: false }, points: { size: 6 } },
      scales: {
        x: { time: false, range: [xAxis.min, xAxis.max], ...(logarithmic ? { distr: 3 } : {}) },
        y: { range: [yAxis.min, yAxis.max] },
      },
      axes: [
        {
          ...axis,
          size: 28,
          splits: () => [...xAxis.ticks],
          // Else a logarithmic axis names only some of them.
          filter: (_, ticks) => ticks,
          values: (_, ticks) => ticks.map(xFormat),
          grid: { stroke: line, width: 1 },
        },
        {
          ...axis,
          size: 40,
          splits: () => [...yAxis.ticks],
          values: (_, ticks) => ticks.map(yAxis.format),
          grid: { stroke: line, width: 1 },
        },
      ],
      series: [
        { label: '', value: (_, value: number | null) => (value === null ? '' : xFormat(value)) },
        ...series.map(({ label: name, color, filled, dashed, format }): uPlot.Series => {
          const stroke = resolveColor(color);
          return {
            label: name,
            stroke,
            width: 1.5,
            points: { show: false },
            spanGaps: false,
            value: (_, value: number | null) => (value === null ? '–' : format(value)),
            ...(filled ? { fill: stroke.replace('rgb(', 'rgba(').replace(')', ', 0.14)'), fillTo: yAxis.min } : {}),
            ...(dashed ? { dash: [4, 4] } : {}),
          };
        }),
      ],
    };
    const data = [[...x], ...series.map(({ values }) => [...values])] as uPlot.AlignedData;
    const chart = new uPlot(options, data, element);
    const clicked = () => {
      const { left } = chart.cursor;
      if (left !== undefined && left >= 0) pick.current?.(chart.posToVal(left, 'x'));
    };
    chart.over.addEventListener('click', clicked);
    chart.over.style.cursor = pick.current ? 'pointer' : 'default';
    const observer = new ResizeObserver(() => chart.setSize({ width: element.clientWidth, height }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      chart.over.removeEventListener('click', clicked);
      chart.destroy();
    };
  }, [x, xAxis, xFormat, yAxis, series, logarithmic, height, theme]);

  return <div ref={box} role="img" aria-label={label} className="chart min-w-0" />;
}
