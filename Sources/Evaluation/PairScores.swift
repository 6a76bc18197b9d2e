import Foundation
package import Ingest
import Report

/// Scores pairs of payment and invoice, as the public payment-to-invoice benchmark does (DataManagementLab/llmeval-trl24):
/// `truth.json` is a list of groups with the numbers of their payments and invoices. A payment's bank reference is a
/// letter and its number, and an invoice's id begins with its number in seven digits.
package struct PairScores: Sendable {
  package struct Group: Decodable, Sendable {
    let cat: String
    let pert: [String]
    let inv: [Int]
    let pay: [Int]
  }

  package struct Tally: Hashable, Sendable {
    package var both = 0
    package var onlyApplied = 0
    package var onlyTrue = 0
    package var payments = 0
    package var exact = 0

    package var precision: Double { Double(both) / Double(max(1, both + onlyApplied)) }
    package var recall: Double { Double(both) / Double(max(1, both + onlyTrue)) }
    package var f1: Double { 2 * precision * recall / max(1e-9, precision + recall) }

    fileprivate mutating func add(_ got: Set<Int>, _ wanted: Set<Int>) {
      both += got.intersection(wanted).count
      onlyApplied += got.subtracting(wanted).count
      onlyTrue += wanted.subtracting(got).count
      payments += 1
      exact += got == wanted ? 1 : 0
    }
  }

  /// By category and perturbation; `all` for everything.
  package private(set) var tallies: [String: Tally] = [:]

  package static let everything = "all"
  package static let withSuggestion = "with first suggestion"

  package static func groups(_ json: [UInt8]) -> [Group]? {
    try? JSONDecoder().decode([Group].self, from: Data(json))
  }

  package init(_ groups: [Group], allocations: [ResultAllocation], exceptions: [ResultException]) {
    var got: [Int: Set<Int>] = [:]
    for allocation in allocations {
      guard let payment = PairScores.payment(allocation.bankReference),
        let invoice = PairScores.invoice(allocation.invoiceID)
      else { continue }
      got[payment, default: []].insert(invoice)
    }
    var suggested: [Int: Set<Int>] = [:]
    for exception in exceptions {
      guard let payment = PairScores.payment(exception.bankReference) else { continue }
      suggested[payment] = Set((exception.suggestions.first ?? []).compactMap { PairScores.invoice($0.invoiceID) })
    }
    for group in groups {
      let wanted = Set(group.inv)
      for payment in group.pay {
        let applied = got[payment] ?? []
        for name in [PairScores.everything, group.cat] + (group.pert.isEmpty ? ["unperturbed"] : group.pert) {
          tallies[name, default: Tally()].add(applied, wanted)
        }
        let best = applied.isEmpty ? suggested[payment] ?? [] : applied
        tallies[PairScores.withSuggestion, default: Tally()].add(best, wanted)
      }
    }
  }

  private static func payment(_ reference: String) -> Int? { Int(reference.dropFirst()) }

  private static func invoice(_ id: String) -> Int? { Int(id.prefix(7)) }

  package var text: String {
    var table = TextTable([
      .left("payments of"), .right("payments"), .right("precision"), .right("recall"), .right("F1"), .right("exact"),
    ])
    for (name, tally) in tallies.sorted(by: { $0.key < $1.key }) {
      table.append([
        name, String(tally.payments), decimal(tally.precision, 5), decimal(tally.recall, 5), decimal(tally.f1, 5),
        decimal(Double(tally.exact) / Double(max(1, tally.payments)), 5),
      ])
    }
    return table.lines.joined(separator: "\n") + "\n"
  }

  package var json: [UInt8] {
    JSON.object(
      tallies.mapValues { tally in
        .object([
          "payments": .integer(tally.payments), "precision": .number(decimal(tally.precision, 5)),
          "recall": .number(decimal(tally.recall, 5)), "f1": .number(decimal(tally.f1, 5)),
          "exact": .number(decimal(Double(tally.exact) / Double(max(1, tally.payments)), 5)),
        ])
      }
    ).bytes(isPretty: true)
  }
}
