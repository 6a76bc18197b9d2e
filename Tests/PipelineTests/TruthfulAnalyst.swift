import Foundation

/// Decides exceptions of a generated batch as somebody who knows its truth.
struct TruthfulAnalyst: SmallNights {
  let folder: Folder
  private var truth: [String: [String: String]] = [:]
  private var splits: [String: [[String: String]]] = [:]
  private var left: [String: Int] = [:]
  private(set) var customers: [String] = []

  init(_ folder: Folder) throws {
    self.folder = folder
    for row in try table(folder, "truth.csv") { truth[row["bank_reference"] ?? ""] = row }
    for row in try table(folder, "truth-splits.csv") { splits[row["bank_reference"] ?? "", default: []].append(row) }
    for item in try table(folder, "open-items.csv") { left[item["invoice_id"] ?? ""] = cents(item["amount"]) }
    customers = try table(folder, "customers.csv").compactMap { $0["customer_id"] }
  }

  /// Notes what a run has applied.
  mutating func see(_ run: String) throws {
    for line in try table(folder, run + "/allocations.csv") {
      left[line["invoice_id"] ?? "", default: 0] -=
        cents(line["applied"]) + cents(line["discount"]) + cents(line["adjustment"])
    }
  }

  /// - Returns: a decision for each exception of a run but for returns; and what of it is not ours, by currency.
  mutating func decisions(
    on run: String
  ) throws -> (decisions: [(reference: String, columns: [String: String])], notOurs: [String: Int]) {
    try see(run)
    var notOurs: [String: Int] = [:]
    var decided: [(reference: String, columns: [String: String])] = []
    for row in try table(folder, run + "/exceptions.csv") where row["reason"] != "RETURN_UNMATCHED" {
      let reference = row["bank_reference"] ?? ""
      let lines = splits[reference] ?? []
      let isRest = row["open_amount"] != row["amount"]
      let isGone = lines.contains { left[$0["invoice_id"] ?? ""] == 0 }
      let decision: String
      if !lines.isEmpty, !isRest, !isGone {
        decision = "apply " + lines.map { "\($0["invoice_id"] ?? ""):\($0["applied"] ?? "")" }.joined(separator: "|")
      } else if let customer = truth[reference]?["customer_id"], !customer.isEmpty {
        decision = "on-account " + customer
      } else if isRest {
        decision = "refund"
      } else {
        decision = "not-ours"
        notOurs[row["currency"] ?? "", default: 0] += cents(row["open_amount"])
      }
      decided.append((reference, ["decision": decision, "company": ""]))
    }
    return (decided, notOurs)
  }

  /// Of the receipts of a run's own files: how many it applied, and how many of these wrongly.
  func score(_ run: String) throws -> (receipts: Int, applied: Int, wrong: Int) {
    var got: [String: [String: Int]] = [:]
    for line in try table(folder, run + "/allocations.csv") where line["invoice_id"] != "" {
      got[line["bank_reference"] ?? "", default: [:]][line["invoice_id"] ?? "", default: 0] += cents(line["applied"])
    }
    var (receipts, applied, wrong) = (0, 0, 0)
    for row in try table(folder, run + "/transactions.csv") where row["class"] == "receipt" {
      receipts += 1
      let reference = row["bank_reference"] ?? ""
      guard row["outcome"] == "applied", let lines = got[reference] else { continue }
      applied += 1
      // Payments that tie only together may share their items otherwise.
      guard truth[reference]?["group"]?.isEmpty != false else { continue }
      let want = (splits[reference] ?? []).reduce(into: [String: Int]()) {
        $0[$1["invoice_id"] ?? "", default: 0] += cents($1["applied"])
      }
      if lines != want { wrong += 1 }
    }
    return (receipts, applied, wrong)
  }

}
