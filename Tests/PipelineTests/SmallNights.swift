import CashModel
import Foundation
import Pipeline
import Store
import Testing

/// Suites of a few payments a night on one book, in March 2026: two customers, C1 and C2, and one bank account.
protocol SmallNights {}

extension SmallNights {
  var header: String {
    "booking_date,value_date,amount,currency,payer_name,payer_account,remittance,bank_reference,account,transaction_code,end_to_end_id\n"
  }

  func folder(_ items: [String], config: String? = nil) throws -> Folder {
    let folder = try Folder()
    try ledger(folder, items)
    try folder.write("customers.csv", "customer_id,name,accounts\nC1,Alder Works Ltd,DE11\nC2,Birch Trading Ltd,DE22\n")
    if let config { try folder.write("config.yaml", config) }
    return folder
  }

  func ledger(_ folder: Folder, _ items: [String]) throws {
    try folder.write(
      "open-items.csv",
      "invoice_id,customer_id,amount,currency,discount_date,discount_amount,due_date,type\n"
        + items.joined(separator: "\n") + "\n")
  }

  func receipt(
    _ amount: String, _ text: String, _ reference: String, day: Int = 2, payer: String = "Alder Works Ltd,DE11",
    endToEnd: String = ""
  ) -> String {
    "2026-03-0\(day),2026-03-0\(day),\(amount),EUR,\(payer),\(text),\(reference),DE99,,\(endToEnd)"
  }

  func returned(
    _ amount: String, _ reference: String, day: Int, payer: String = "Alder Works Ltd,DE11", endToEnd: String = ""
  ) -> String {
    "2026-03-0\(day),2026-03-0\(day),-\(amount),EUR,\(payer),returned,\(reference),DE99,RETURN,\(endToEnd)"
  }

  @discardableResult
  func night(_ folder: Folder, _ lines: [String], out: String) async throws -> RunResult {
    try FileManager.default.createDirectory(atPath: folder.path + "/bank", withIntermediateDirectories: true)
    try folder.write(out + ".csv", header + lines.joined(separator: "\n") + "\n")
    var configuration = try folder.configuration(out: out)
    configuration.bankFiles = [folder.path + "/\(out).csv"]
    guard
      case .run(let result) = try await NightlyRun.run(
        configuration, book: folder.path + "/book", waits: false, progress: { _ in })
    else { throw CancellationError() }
    let problems = try Book.reading(folder.path + "/book").problems()
    #expect(problems.isEmpty, "\(problems)")
    return result
  }

  func table(_ folder: Folder, _ name: String) throws -> [[String: String]] { rows(try folder.text(name)) }

  func lines(_ folder: Folder, _ out: String) throws -> [String] {
    try table(folder, out + "/allocations.csv").map { line in
      ["invoice_id", "applied", "discount", "adjustment", "matcher"].map { line[$0] ?? "" }.joined(separator: " ")
    }
  }

  /// By account: debits less credits of all runs.
  func balances(_ folder: Folder, _ runs: [String]) throws -> [String: Int] {
    var balances: [String: Int] = [:]
    for run in runs {
      for line in try table(folder, run + "/postings.csv") {
        func cents(_ text: String?) -> Int { Int((text ?? "").replacingOccurrences(of: ".", with: "")) ?? 0 }
        balances[line["account"] ?? "", default: 0] += cents(line["debit"]) - cents(line["credit"])
      }
    }
    return balances.filter { $0.value != 0 }
  }

  /// The exceptions of a run with decisions, by the bank reference of the payment: `decision`, and other columns where they are given.
  func decided(
    _ folder: Folder, _ run: String, _ decisions: [(reference: String, columns: [String: String])]
  ) throws -> String {
    let text = try folder.text(run + "/exceptions.csv")
    let header = text.prefix { $0 != "\n" }.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    let exceptions = rows(text)
    var lines = [header.joined(separator: ",")]
    for (reference, columns) in decisions {
      guard var row = exceptions.first(where: { $0["bank_reference"] == reference }) else { continue }
      row["decided_by"] = "anna"
      for (name, value) in columns { row[name] = value }
      lines.append(
        header.map { "\"" + (row[$0] ?? "").replacingOccurrences(of: "\"", with: "\"\"") + "\"" }.joined(separator: ",")
      )
    }
    return lines.joined(separator: "\n") + "\n"
  }

  @discardableResult
  func reprocess(_ folder: Folder, _ decisions: String, out: String) async throws -> RunResult {
    try folder.write("decided-\(out).csv", decisions)
    var configuration = RunConfiguration()
    configuration.decisions = folder.path + "/decided-\(out).csv"
    configuration.outputDirectory = folder.path + "/" + out
    guard
      case .run(let result) = try await ReprocessRun.run(
        configuration, book: folder.path + "/book", waits: false, progress: { _ in })
    else { throw CancellationError() }
    let book = try Book.reading(folder.path + "/book")
    let problems = try book.problems() + book.verifyTrail().problems
    #expect(problems.isEmpty, "\(problems)")
    return result
  }

  /// Decides every run again, through the explanation of one of its payments.
  func decideAgain(_ path: String, _ runs: [(folder: Folder, name: String)]) async throws {
    for (folder, name) in runs {
      guard let row = try table(folder, name + "/transactions.csv").last, let id = PaymentID(row["payment_id"] ?? "")
      else { continue }
      let text = try await ExplainBook.text(book: path, payment: id, jobs: 2)
      let listed = text.components(separatedBy: "\nRun ").count
      #expect(text.components(separatedBy: "as they were written, byte for byte.").count == listed, "\(name): \(text)")
    }
  }
}
