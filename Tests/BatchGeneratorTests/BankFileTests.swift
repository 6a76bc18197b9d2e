import BatchGenerator
import CashModel
import Foundation
import Testing

/// Counts and adds up the bank files anew, with readers that share nothing with the writers.
@Suite struct BankFileTests {
  @Test func theCSVFileHoldsWhatTheTruthSays() throws {
    let batch = try BatchFolder(.small(.csv))
    let amounts = try truthAmounts(batch)
    let rows = try batch.rows("bank/statement.csv")
    #expect(rows.count == 1_500)
    for row in rows {
      let amount = try #require(cents(row["amount"]))
      #expect(amounts[row["bank_reference"] ?? ""] == abs(amount))
    }
    #expect(rows.reduce(0) { $0 + (cents($1["amount"]) ?? 0) } == Int(batch.summary.net.reduce(0, +)))
  }

  @Test func theTrailersOfTheBAI2FileTie() throws {
    let batch = try BatchFolder(.small(.bai2))
    var recount = BAI2Recount()
    for line in try batch.text("bank/statement.bai").split(separator: "\n") { try recount.read(String(line)) }
    #expect(recount.trailers.contains("99"))
    #expect(recount.mismatches == [])
    let amounts = try truthAmounts(batch)
    #expect(recount.transactions.count == 1_500)
    for (reference, amount) in recount.transactions { #expect(amounts[reference] == amount) }
  }

  @Test func theBalancesAndSummariesOfTheCamtFileTie() throws {
    let batch = try BatchFolder(.small(.camt))
    let recount = try CamtRecount(batch.bytes("bank/statement.xml"))
    #expect(recount.statements > 0)
    #expect(recount.mismatches == [])
    let amounts = try truthAmounts(batch)
    #expect(recount.details.count == 1_500)
    for (reference, amount) in recount.details { #expect(amounts[reference] == amount) }
    #expect(recount.batches > 0)
    #expect(recount.structured > 0)
  }

  @Test func threeFilesTogetherHoldEveryPaymentOnce() throws {
    let batch = try BatchFolder(.small(.mixed))
    #expect(batch.summary.bankFiles == ["bank/statement.bai", "bank/statement.xml", "bank/statement.csv"])
    var recount = BAI2Recount()
    for line in try batch.text("bank/statement.bai").split(separator: "\n") { try recount.read(String(line)) }
    let camt = try CamtRecount(batch.bytes("bank/statement.xml"))
    let references =
      recount.transactions.map(\.reference) + camt.details.map(\.reference)
      + (try batch.rows("bank/statement.csv").map { $0["bank_reference"] ?? "" })
    #expect(references.count == 1_500)
    #expect(Set(references) == Set(try truthAmounts(batch).keys))
    #expect(recount.mismatches + camt.mismatches == [])
  }

  /// ISO 13616: moved behind and with letters as numbers, the number leaves 1 when divided by 97.
  @Test func everyIBANPassesItsCheck() throws {
    let batch = try BatchFolder(.small(.csv))
    let accounts = try batch.rows("customers.csv").compactMap { $0["accounts"] }.filter { $0.hasPrefix("DE") }
    #expect(!accounts.isEmpty)
    for account in accounts {
      #expect(account.count == 22)
      let digits = account.dropFirst(4) + "1314" + account.dropFirst(2).prefix(2)
      #expect(digits.reduce(0) { ($0 * 10 + ($1.wholeNumberValue ?? 0)) % 97 } == 1, "\(account)")
    }
  }

  private func truthAmounts(_ batch: BatchFolder) throws -> [String: Int] {
    Dictionary(
      uniqueKeysWithValues: try batch.rows("truth.csv").map { ($0["bank_reference"] ?? "", cents($0["amount"]) ?? -1) })
  }
}

/// Adds up a BAI2 file the way the manual says, physical record by physical record.
private struct BAI2Recount {
  private(set) var transactions: [(reference: String, amount: Int)] = []
  private(set) var mismatches: [String] = []
  private(set) var trailers: Set<String> = []
  private var account = (total: 0, records: 0)
  private var group = (total: 0, accounts: 0, records: 0)
  private var file = (total: 0, groups: 0, records: 0)
  private var isAccountHeader = false

  mutating func read(_ line: String) throws {
    let code = String(line.prefix(2))
    let fields = (line.hasSuffix("/") ? String(line.dropLast()) : line).components(separatedBy: ",")
    if code != "88" { isAccountHeader = code == "03" }
    account.records += 1
    group.records += 1
    file.records += 1
    switch code {
    case "02": group.records = 1
    case "03":
      account = (0, 1)
      try addQuads(fields.dropFirst(3))
    case "88": if isAccountHeader { try addQuads(fields.dropFirst()) }
    case "16":
      let amount = try #require(Int(fields[2]))
      account.total += amount
      transactions.append((fields[fields[3] == "V" ? 6 : 4], amount))
    case "49": try closeAccount(fields)
    case "98": try closeGroup(fields)
    case "99":
      check(code, fields[1...3].map { Int($0) }, [file.total, file.groups, file.records])
    default: #expect(code == "01")
    }
  }

  private mutating func addQuads(_ fields: ArraySlice<String>) throws {
    for start in stride(from: fields.startIndex, to: fields.endIndex, by: 4) where !fields[start].isEmpty {
      account.total += try #require(Int(fields[start + 1]))
    }
  }

  private mutating func closeAccount(_ fields: [String]) throws {
    check("49", fields[1...2].map { Int($0) }, [account.total, account.records])
    group.total += account.total
    group.accounts += 1
  }

  private mutating func closeGroup(_ fields: [String]) throws {
    check("98", fields[1...3].map { Int($0) }, [group.total, group.accounts, group.records])
    file.total += group.total
    file.groups += 1
    group = (0, 0, 0)
  }

  private mutating func check(_ code: String, _ found: [Int?], _ expected: [Int]) {
    trailers.insert(code)
    if found != expected { mismatches.append("\(code): found \(found), expected \(expected)") }
  }
}

/// Adds up a camt file by searching its text, statement by statement.
private struct CamtRecount {
  private(set) var statements = 0
  private(set) var details: [(reference: String, amount: Int)] = []
  private(set) var mismatches: [String] = []
  private(set) var batches = 0
  private(set) var structured = 0

  init(_ data: Data) throws {
    let text = String(decoding: data, as: UTF8.self)
    for statement in text.components(separatedBy: "<Stmt>").dropFirst() {
      statements += 1
      try read(statement)
    }
  }

  private mutating func read(_ statement: String) throws {
    let parts = statement.components(separatedBy: "<Ntry>")
    let balances = parts[0].components(separatedBy: "<Bal>").dropFirst().map(signedAmount)
    var net = 0
    var credits = 0
    var debits = 0
    for entry in parts.dropFirst() {
      let amount = signedAmount(entry)
      net += amount
      if amount < 0 { debits -= amount } else { credits += amount }
      try read(details: entry, of: amount)
    }
    if balances.count != 2 || balances[0] + net != balances[1] { mismatches.append("balances \(balances), net \(net)") }
    let summary = parts[0].components(separatedBy: "<TxsSummry>").last ?? ""
    let sums = summary.components(separatedBy: "<Sum>").dropFirst().map { cents(upToTag($0)) }
    if sums != [credits + debits, credits, debits] { mismatches.append("sums \(sums)") }
    let counts = summary.components(separatedBy: "<NbOfNtries>").dropFirst().map { Int(upToTag($0)) ?? -1 }
    if counts.count != 3 || counts[0] != parts.count - 1 || counts[1] + counts[2] != counts[0] {
      mismatches.append("counts \(counts)")
    }
  }

  private mutating func read(details entry: String, of amount: Int) throws {
    let transactions = entry.components(separatedBy: "<TxDtls>").dropFirst()
    var sum = 0
    for transaction in transactions {
      let part = signedAmount(transaction)
      sum += part
      let reference = upToTag(transaction.components(separatedBy: "<AcctSvcrRef>").dropFirst().first ?? "")
      details.append((reference, abs(part)))
      structured += transaction.contains("<Strd>") ? 1 : 0
    }
    if sum != amount { mismatches.append("entry \(amount), details \(sum)") }
    guard entry.contains("<Btch>") else { return }
    batches += 1
    let count = Int(upToTag(entry.components(separatedBy: "<NbOfTxs>").dropFirst().first ?? ""))
    if count != transactions.count { mismatches.append("batch of \(transactions.count) says \(count ?? -1)") }
  }

  /// The first amount of the text, with the sign of the first direction.
  private func signedAmount(_ text: String) -> Int {
    let number = text.components(separatedBy: "<Amt Ccy=\"").dropFirst().first?.dropFirst(5) ?? ""
    let isDebit = text.components(separatedBy: "<CdtDbtInd>").dropFirst().first?.hasPrefix("DBIT") == true
    return (cents(upToTag(String(number))) ?? 0) * (isDebit ? -1 : 1)
  }

  private func upToTag(_ text: String) -> String { String(text.prefix { $0 != "<" }) }
}
