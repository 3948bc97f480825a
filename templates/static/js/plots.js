// Draws each .plot from its table with Chart.js, in the site's colours, light or dark; then the table closes, and stays
// for whoever would rather read it. Where Chart.js is not there, the table stays open.
(function () {
  "use strict";
  if (!window.Chart) return;
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const charts = [];

  const texts = (cells) => Array.from(cells, (cell) => cell.textContent.trim());

  function read(table) {
    const rows = Array.from(table.tBodies[0].rows);
    const number = (text) => (text === "" ? null : Number(text));
    return {
      labels: rows.map((row) => row.cells[0].textContent.trim()),
      datasets: texts(table.tHead.rows[0].cells).slice(1).map((label, series) => ({
        label,
        data: rows.map((row) => number(row.cells[series + 1].textContent.trim())),
      })),
    };
  }

  // The site's colours, as its style sheet has them now.
  function paint(config) {
    const style = getComputedStyle(document.documentElement);
    const value = (name) => style.getPropertyValue(name).trim();
    const colours = [value("--cb-accent"), value("--cb-brass"), value("--bs-secondary-color")];
    config.data.datasets.forEach((dataset, i) => {
      dataset.backgroundColor = colours[i % colours.length];
    });
    const { x, y } = config.options.scales;
    x.ticks.color = y.ticks.color = value("--bs-body-color");
    x.grid.borderColor = y.grid.borderColor = y.grid.color = value("--bs-border-color");
    config.options.plugins.legend.labels.color = value("--bs-body-color");
  }

  function draw(figure) {
    const data = read(figure.querySelector("table"));
    const frame = figure.querySelector(".plot-frame");
    const config = {
      type: "bar",
      data,
      options: {
        maintainAspectRatio: false,
        animation: false,
        plugins: { legend: { display: data.datasets.length > 1, labels: {} } },
        scales: {
          x: { grid: { display: false }, ticks: { autoSkip: true, maxRotation: 0 } },
          y: { beginAtZero: true, grid: {}, ticks: { precision: 0, maxTicksLimit: 6 } },
        },
      },
    };
    paint(config);
    frame.hidden = false;
    charts.push(new Chart(frame.querySelector("canvas"), config));
    figure.querySelector("details").open = false;
  }

  function repaint(chart) {
    paint(chart);
    chart.update();
  }

  Array.from(document.querySelectorAll(".plot")).forEach(draw);
  // After theme.js, which was told first.
  dark.addEventListener("change", () => charts.forEach(repaint));
})();
