import CashModel
package import TrackRecord
import Report

/// A run's scores as a table for the terminal and as JSON.
package struct EvaluationReport: Sendable {
  package let scores: Scores
  package let reliability: Reliability

  /// - Parameter calibration: what the run's confidences came from.
  package init(_ scores: Scores, _ calibration: Calibration) {
    self.scores = scores
    reliability = Reliability(scores, calibration)
  }

  // MARK: Table

  package var text: String {
    var lines: [String] = []
    lines += scenarioTable.lines
    lines.append("")
    lines += classTable.lines
    if !reliability.isEmpty {
      lines.append("")
      lines += reliabilityTable.lines
    }
    lines.append("")
    lines += figures.map { "\($0.name): \($0.text)" }
    return lines.joined(separator: "\n") + "\n"
  }

  private var scenarioTable: TextTable {
    var table = TextTable([
      .left("scenario"), .right("transactions"), .right("right"), .right("wrong"), .right("open"), .right("suggested"),
      .right("first"),
    ])
    for (name, tally) in scores.byScenario.sorted(by: { $0.key < $1.key }) {
      table.append([
        name, String(tally.transactions), String(tally.right), String(tally.wrong), String(tally.open),
        String(tally.suggested), String(tally.suggestedFirst),
      ])
    }
    return table
  }

  private var classTable: TextTable {
    var table = TextTable([
      .left("class of evidence"), .right("applied"), .right("wrong"), .right("wrong at most (95 %)"),
    ])
    for (name, tally) in scores.byClass.sorted(by: { $0.key < $1.key }) {
      let applied = tally.right + tally.wrong
      table.append([
        name.isEmpty ? "–" : name, String(applied), String(tally.wrong),
        percent(WrongBound.of(wrong: tally.wrong, applied: applied), 3),
      ])
    }
    return table
  }

  private var reliabilityTable: TextTable {
    var table = TextTable([
      .left("confidence"), .right("explanations"), .right("stated"), .right("observed"), .left("bounds (99 %)"),
    ])
    for band in reliability.bands where band.explanations > 0 {
      let isJudged = band.explanations >= Reliability.leastToJudge
      table.append([
        EvaluationReport.title(of: band), String(band.explanations), percent(band.mean, 2), percent(band.observed, 2),
        isJudged
          ? "\(percent(band.bounds.lowerBound, 2)) – \(percent(band.bounds.upperBound, 2))\(band.holds ? "" : "  outside")"
          : "too few",
      ])
    }
    return table
  }

  static func title(of band: Reliability.Band) -> String {
    "\(decimal(Double(band.range.lowerBound) / 100, 1)) – \(decimal(Double(min(band.range.upperBound, 10_000)) / 100, 1)) %"
  }

  // MARK: Figures

  package struct Figure: Sendable {
    let key: String
    let name: String
    let text: String
    let json: JSON
  }

  private var applied: Int { scores.total.right + scores.total.wrong }

  private var figures: [Figure] {
    let total = scores.total
    let bound = WrongBound.of(wrong: total.wrong, applied: applied)
    var figures = [
      share("touchless", "Touchless, of payments", total.right, total.receipts),
      share("touchless_lines", "Touchless, of invoice lines", scores.lines.right, scores.lines.all),
      share(
        "touchless_where_evident", "Touchless, where the evidence is all there", scores.evident.right,
        scores.evident.receipts),
      share("precision", "Precision", total.right, applied),
      Figure(
        key: "wrong_rate_bound", name: "Wrong at most (95 %, exact binomial)", text: percent(bound, 4),
        json: .number(decimal(bound, 8))),
      share("right_or_suggested", "Right or among the suggestions", total.right + total.suggested, total.receipts),
      share(
        "right_or_suggested_first", "Right or the first suggestion", total.right + total.suggestedFirst, total.receipts),
      count("receipts", "Receipts", total.receipts), count("wrong", "Wrong", total.wrong),
      count("on_a_wrong_account", "On a wrong account", scores.onWrongAccount),
      count("receipts_neither_applied_nor_excepted", "Neither applied nor excepted", scores.lost),
      count("unknown_references", "Decisions the truth does not know", scores.unknownReferences),
    ]
    for (currency, sums) in scores.cash.sorted(by: { $0.key < $1.key }) where sums.all > 0 || sums.wrong > 0 {
      let share = sums.all == 0 ? 0 : Double(sums.right) / Double(sums.all)
      figures.append(
        Figure(
          key: "cash_\(currency)", name: "Cash in \(currency)",
          text: "\(percent(share, 2)) touchless of \(amount(sums.all)), \(amount(sums.wrong)) wrong",
          json: .object([
            "all": .string(amount(sums.all)), "right": .string(amount(sums.right)),
            "wrong": .string(amount(sums.wrong)),
          ])))
    }
    return figures
  }

  private func share(_ key: String, _ name: String, _ part: Int, _ whole: Int) -> Figure {
    let share = whole == 0 ? 0 : Double(part) / Double(whole)
    return Figure(
      key: key, name: name, text: "\(percent(share, 3)) (\(grouped(String(part))) of \(grouped(String(whole))))",
      json: .number(decimal(share, 6)))
  }

  private func count(_ key: String, _ name: String, _ count: Int) -> Figure {
    Figure(key: key, name: name, text: grouped(String(count)), json: .integer(count))
  }

  // MARK: JSON

  package var json: [UInt8] {
    var members: [String: JSON] = [:]
    for figure in figures { members[figure.key] = figure.json }
    members["scenarios"] = .object(scores.byScenario.mapValues(EvaluationReport.json))
    members["classes"] = .object(
      scores.byClass.mapValues { tally in
        let applied = tally.right + tally.wrong
        return .object([
          "applied": .integer(applied), "wrong": .integer(tally.wrong),
          "wrong_rate_bound": .number(decimal(WrongBound.of(wrong: tally.wrong, applied: applied), 8)),
        ])
      })
    members["reliability"] = .array(
      reliability.bands.filter { $0.explanations > 0 }.map { band in
        .object([
          "from": .integer(band.range.lowerBound), "to": .integer(min(band.range.upperBound, 10_000)),
          "explanations": .integer(band.explanations), "stated": .number(decimal(band.mean, 6)),
          "observed": .number(decimal(band.observed, 6)), "lower": .number(decimal(band.bounds.lowerBound, 6)),
          "upper": .number(decimal(band.bounds.upperBound, 6)), "holds": .boolean(band.holds),
        ])
      })
    return JSON.object(members).bytes(isPretty: true)
  }

  private static func json(_ tally: Scores.Tally) -> JSON {
    .object([
      "transactions": .integer(tally.transactions), "receipts": .integer(tally.receipts),
      "right": .integer(tally.right),
      "wrong": .integer(tally.wrong), "open": .integer(tally.open), "suggested": .integer(tally.suggested),
      "suggested_first": .integer(tally.suggestedFirst),
    ])
  }
}
