import Report

// The page: the figures, the reliability diagram and the precision–touchless curve, in one file without scripts.

extension EvaluationReport {
  package func page(title: String) -> String {
    let reliabilityPart =
      reliability.isEmpty
      ? "<p class=\"note\">The run states no confidence.</p>"
      : """
      <h2>Is what is stated what happens?</h2>
      <p>Of each transaction what was applied counts, or else its first suggestion. The bar is the share that was right, with the \
      bounds in which it had to lie (99 %) if the stated confidence is true.</p>
      \(ReliabilityDiagram(reliability).svg)
      <h2>How much is applied, and how much of it is right</h2>
      <p>If everything from a confidence on were applied, from the surest down.</p>
      \(PrecisionCurve(reliability).svg)
      """
    return """
      <!doctype html>
      <html lang="en"><head><meta charset="utf-8"><title>Evaluation</title>
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <style>\(ReportStyle.css)
      figure { margin: 1rem 0; } figure svg { width: 100%; max-width: 46rem; height: auto; font: 12px sans-serif; }
      pre { overflow-x: auto; font: .87em/1.5 ui-monospace, "DejaVu Sans Mono", monospace; }
      </style></head><body>
      <header><h1>Evaluation</h1><p class="meta">\(PageEscape.escaped(title))</p></header>
      <main>
      \(reliabilityPart)
      <h2>Figures</h2>
      <pre>\(PageEscape.escaped(text))</pre>
      </main></body></html>

      """
  }
}

/// Stated confidence against what was right, band by band.
struct ReliabilityDiagram {
  let svg: String

  init(_ reliability: Reliability) {
    let bands = reliability.bands.filter { $0.explanations > 0 }
    let (width, height, left, bottom) = (60.0, 260.0, 50.0, 300.0)
    func y(_ share: Double) -> String { decimal(bottom - share * height, 1) }
    var parts = Chart.axis(width: Double(bands.count) * width + left + 20, left: left, bottom: bottom, height: height)
    for (place, band) in bands.enumerated() {
      let x = left + Double(place) * width + 12
      let top = bottom - band.observed * height
      let title =
        "\(EvaluationReport.title(of: band)): \(band.explanations) explanations, \(percent(band.observed, 2)) right, \(percent(band.mean, 2)) stated"
      parts += """
        <g><title>\(title)</title>\
        <rect x="\(decimal(x, 1))" y="\(decimal(top, 1))" width="36" height="\(decimal(bottom - top, 1))" class="applied"/>\
        <path d="M\(decimal(x, 1)) \(y(band.mean))h36" stroke="#1b2430" stroke-width="2"/>\
        <path d="M\(decimal(x + 18, 1)) \(y(band.bounds.lowerBound))V\(y(band.bounds.upperBound))" stroke="#a35a00" stroke-width="3"/>\
        <text x="\(decimal(x + 18, 1))" y="\(decimal(bottom + 16, 1))" text-anchor="middle">\
        \(decimal(Double(band.range.lowerBound) / 100, 1))</text>\
        <text x="\(decimal(x + 18, 1))" y="\(decimal(bottom + 32, 1))" text-anchor="middle" fill="#56606d">\
        \(band.explanations)</text></g>

        """
    }
    svg = Chart.figure(
      parts, width: Double(bands.count) * width + left + 20, height: bottom + 44,
      caption: "From this confidence (%), and how many explanations. Line: stated; stroke: bounds; bar: right.")
  }
}

/// Precision over the share of receipts that would be applied.
struct PrecisionCurve {
  let svg: String

  init(_ reliability: Reliability) {
    let (width, height, left, bottom) = (560.0, 260.0, 60.0, 300.0)
    let shares = reliability.steps.map { step in
      (
        touchless: Double(step.applied) / Double(max(reliability.receipts, 1)),
        precision: Double(step.right) / Double(max(step.applied, 1)), step: step
      )
    }
    // The interesting part is near 1: the axis begins below the lowest point.
    let lowest = shares.map(\.precision).min() ?? 0
    let floor = max(0, (lowest * 20).rounded(.down) / 20 - 0.05)
    let most = max(1, shares.last?.touchless ?? 1)
    func x(_ share: Double) -> String { decimal(left + share / most * width, 1) }
    func y(_ share: Double) -> String { decimal(bottom - (share - floor) / (1 - floor) * height, 1) }
    var parts = Chart.axis(
      width: width + left + 20, left: left, bottom: bottom, height: height, from: floor)
    let line = shares.map { "\(x($0.touchless)) \(y($0.precision))" }.joined(separator: "L")
    parts += "<path d=\"M\(line)\" fill=\"none\" stroke=\"#3a639b\" stroke-width=\"2\"/>\n"
    for share in shares {
      let title =
        "from \(decimal(Double(share.step.confidence) / 100, 2)) % on: \(percent(share.touchless, 2)) of the receipts, \(percent(share.precision, 3)) right"
      parts += """
        <circle cx="\(x(share.touchless))" cy="\(y(share.precision))" r="3" fill="#3a639b"><title>\(title)</title></circle>

        """
    }
    for tenth in stride(from: 0.0, through: 1.0, by: 0.25) {
      parts += """
        <text x="\(x(tenth))" y="\(decimal(bottom + 16, 1))" text-anchor="middle">\(decimal(tenth * 100, 0)) %</text>

        """
    }
    svg = Chart.figure(
      parts, width: width + left + 20, height: bottom + 24,
      caption: "Share of the receipts (right) against the share of them that is right (up).")
  }
}

enum Chart {
  static func axis(width: Double, left: Double, bottom: Double, height: Double, from floor: Double = 0) -> String {
    stride(from: 0.0, through: 1.0, by: 0.25).map { quarter in
      let y = bottom - quarter * height
      let label = percent(floor + quarter * (1 - floor), floor > 0 ? 1 : 0)
      return """
        <path d="M\(decimal(left, 1)) \(decimal(y, 1))H\(decimal(width - 10, 1))" stroke="#d9dee5"/>\
        <text x="\(decimal(left - 6, 1))" y="\(decimal(y + 4, 1))" text-anchor="end">\(label)</text>

        """
    }.joined()
  }

  static func figure(_ parts: String, width: Double, height: Double, caption: String) -> String {
    """
    <figure><svg viewBox="0 0 \(decimal(width, 0)) \(decimal(height, 0))" role="img" aria-label="\(caption)">
    \(parts)</svg><figcaption class="sub">\(caption)</figcaption></figure>
    """
  }
}
