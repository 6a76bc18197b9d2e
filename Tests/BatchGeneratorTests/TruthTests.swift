import BatchGenerator
import Foundation
import Testing

@Suite struct TruthTests {
  @Test(arguments: BatchFormat.allCases)
  func theSameSeedGivesTheSameBytes(format: BatchFormat) throws {
    let first = try BatchFolder(.small(format))
    let second = try BatchFolder(.small(format))
    #expect(try first.contents() == second.contents())
  }

  /// Of a clean batch without noise every text is its item's number, and every name the customer's.
  @Test func withoutNoiseNamesAndNumbersStandAsTheyAre() throws {
    var options = BatchOptions.small(.csv)
    options.weights = .clean
    options.noise = .none
    let batch = try BatchFolder(options)
    let names = Dictionary(
      uniqueKeysWithValues: try batch.rows("customers.csv").map { ($0["customer_id"] ?? "", $0["name"] ?? "") })
    let truth = Dictionary(uniqueKeysWithValues: try batch.rows("truth.csv").map { ($0["bank_reference"] ?? "", $0) })
    let splits = Dictionary(grouping: try batch.rows("truth-splits.csv")) { $0["bank_reference"] ?? "" }
    for payment in try batch.rows(batch.summary.bankFiles[0]) {
      let reference = payment["bank_reference"] ?? ""
      #expect(payment["payer_name"] == names[truth[reference]?["customer_id"] ?? ""])
      let number = try #require(splits[reference]?[0]["invoice_id"])
      #expect(payment["remittance"]?.contains(number) == true)
      #expect(payment["payer_account"]?.isEmpty == false)
    }
  }

  /// As many numbers are mangled as the rate says, within a few per cent.
  @Test(arguments: [0, 20, 60])
  func theRateOfMangledNumbersIsWhatIsAskedFor(rate: Int) throws {
    var options = BatchOptions.small(.csv)
    options.weights = .clean
    options.noise = .none
    options.noise.mangledNumbers = rate
    let batch = try BatchFolder(options)
    let splits = Dictionary(grouping: try batch.rows("truth-splits.csv")) { $0["bank_reference"] ?? "" }
    let payments = try batch.rows(batch.summary.bankFiles[0])
    let mangled = payments.count { payment in
      let number = splits[payment["bank_reference"] ?? ""]?[0]["invoice_id"] ?? ""
      return payment["remittance"]?.contains(number) != true
    }
    // A digit swapped with its equal leaves a number as it is.
    #expect(abs(mangled * 100 - rate * payments.count) <= 6 * payments.count)
    let partial = try batch.rows("truth.csv").count { $0["evidence"] == "partial" }
    #expect(mangled <= partial)
  }

  @Test(arguments: [-1, 101])
  func aRateBeyondAHundredIsRefused(rate: Int) {
    var options = BatchOptions()
    options.noise.misspeltNames = rate
    #expect(throws: BatchProblem.self) { try options.check() }
  }

  @Test func anotherSeedGivesAnotherBatch() throws {
    let first = try BatchFolder(.small(.csv, seed: 7))
    let second = try BatchFolder(.small(.csv, seed: 8))
    #expect(try first.bytes("truth.csv") != second.bytes("truth.csv"))
  }

  @Test(arguments: [BatchFormat.bai2, .camt, .mixed])
  func theTruthDoesNotDependOnTheFormat(format: BatchFormat) throws {
    let csv = try BatchFolder(.small(.csv))
    let other = try BatchFolder(.small(format))
    for name in ["truth.csv", "truth-splits.csv", "open-items.csv", "customers.csv"] {
      #expect(try csv.bytes(name) == other.bytes(name), "\(name)")
    }
  }

  /// What the splits add up to is the payment, but for over-payments, whose rest pays nothing, and for receipts that
  /// pay nothing at all.
  @Test(arguments: [1, 2, 3] as [UInt64])
  func theSplitsOfAPaymentAddUpToIt(seed: UInt64) throws {
    let batch = try BatchFolder(.small(.csv, seed: seed))
    var applied: [String: Int] = [:]
    for split in try batch.rows("truth-splits.csv") {
      applied[split["bank_reference"] ?? "", default: 0] += try #require(cents(split["applied"]))
    }
    let truth = try batch.rows("truth.csv")
    #expect(truth.count == 1_500)
    for row in truth {
      let amount = try #require(cents(row["amount"]))
      let paid = applied[row["bank_reference"] ?? ""]
      switch row["scenario"] {
      case "prepayment": #expect(paid == nil, "\(row)")
      case "foreign-currency": #expect(paid.map { $0 > 0 } == true, "\(row)")
      case "over-pay": #expect(paid.map { $0 > 0 && $0 < amount } == true, "\(row)")
      case _ where row["evidence"] == "none": #expect(paid == nil, "\(row)")
      default: #expect(paid == amount, "\(row)")
      }
    }
  }

  /// No item is given more than is open, and none is paid by payments that have nothing to do with each other.
  @Test func noItemIsPaidTwice() throws {
    let batch = try BatchFolder(.small(.csv))
    var open: [String: Int] = [:]
    for item in try batch.rows("open-items.csv") {
      let amount: Int = try #require(cents(item["amount"]))
      open[item["invoice_id"] ?? ""] = amount
    }
    #expect(open.count == 2_200)
    let truth = try batch.rows("truth.csv")
    let groups = Dictionary(uniqueKeysWithValues: truth.map { ($0["bank_reference"] ?? "", $0["group"] ?? "") })
    let scenarios = Dictionary(uniqueKeysWithValues: truth.map { ($0["bank_reference"] ?? "", $0["scenario"] ?? "") })
    var payers: [String: [String]] = [:]
    for split in try batch.rows("truth-splits.csv") {
      let item = split["invoice_id"] ?? ""
      let settled = try #require(cents(split["applied"])) + (try #require(cents(split["discount"])))
      let rest = try #require(open[item]) - settled
      // Only a small difference may be more than is open.
      let reference = split["bank_reference"] ?? ""
      let isSmall = scenarios[reference] == "small-difference" && abs(rest) < 10
      #expect(rest == 0 || (rest > 0) == (settled > 0) || isSmall, "\(split)")
      open[item] = rest
      payers[item, default: []].append(split["bank_reference"] ?? "")
    }
    for (item, references) in payers where references.count > 1 {
      let named = Set(references.map { groups[$0] ?? "" })
      #expect(named.count == 1 && named.first?.hasPrefix("g") == true, "\(item) \(references)")
    }
  }

  @Test func everySituationOccurs() throws {
    var options = BatchOptions.small(.csv)
    options.payments = 6_000
    options.openItems = 9_000
    let batch = try BatchFolder(options)
    let names = Set(try batch.rows("truth.csv").map { $0["scenario"] ?? "" })
    for situation in Situation.allCases where situation != .lockbox {
      #expect(names.contains(situation.name), "\(situation)")
    }
  }

  /// Each lockbox deposit has an advice whose lines add up to it; the bank file says nothing of what it pays.
  @Test func everyLockboxDepositHasItsAdvice() throws {
    var options = BatchOptions()
    options.payments = 200
    options.openItems = 600
    options.format = .csv
    options.weights = .clean
    options.weights[.lockbox] = 2
    let batch = try BatchFolder(options)
    let deposits = try batch.rows("truth.csv").filter { $0["scenario"] == "lockbox" }
    let splits = try batch.rows("truth-splits.csv")
    let advices = Dictionary(grouping: try batch.rows("remittances.csv")) { $0["payment_reference"] ?? "" }
    #expect(deposits.count > 50)
    #expect(Set(advices.keys) == Set(deposits.compactMap { $0["bank_reference"] }))
    for deposit in deposits {
      let reference = deposit["bank_reference"] ?? ""
      let lines = advices[reference] ?? []
      #expect(lines.allSatisfy { $0["total"] == deposit["amount"] && $0["payer"] == deposit["customer_id"] })
      let wanted = splits.filter { $0["bank_reference"] == reference }.map { [$0["invoice_id"], $0["applied"]] }
      #expect(lines.map { [$0["invoice_id"], $0["paid"]] } == wanted)
    }
  }

  @Test func aCleanBatchCitesEveryItemOnceAndOnlyThat() throws {
    var options = BatchOptions.small(.csv)
    options.payments = 500
    options.openItems = 500
    options.weights = .clean
    let batch = try BatchFolder(options)
    #expect(Set(try batch.rows("truth.csv").map { $0["scenario"] ?? "" }) == ["clean"])
    #expect(Set(try batch.rows("truth-splits.csv").map { $0["invoice_id"] ?? "" }).count == 500)
  }

  /// The item's number stands in the text where the truth says that the payment cites it.
  @Test func aCleanPaymentNamesItsItem() throws {
    let batch = try BatchFolder(.small(.csv))
    let texts = Dictionary(
      uniqueKeysWithValues: try batch.rows("bank/statement.csv").map {
        ($0["bank_reference"] ?? "", $0["remittance"] ?? "")
      })
    let cited = Set(
      try batch.rows("truth.csv").filter {
        ["clean", "several", "list", "discount", "credit-memo", "third-party-payer"].contains($0["scenario"] ?? "")
      }.map { $0["bank_reference"] ?? "" })
    for split in try batch.rows("truth-splits.csv") where cited.contains(split["bank_reference"] ?? "") {
      let text = texts[split["bank_reference"] ?? ""] ?? ""
      #expect(text.contains(split["invoice_id"] ?? "?"), "\(split) \(text)")
    }
  }

  @Test func whenItemsRunOutTheRestIsFromStrangers() throws {
    var options = BatchOptions.small(.csv)
    options.openItems = 3
    let batch = try BatchFolder(options)
    #expect(batch.summary.payments == 1_500)
    #expect(try batch.rows("open-items.csv").count == 3)
  }

  @Test(arguments: [(0, 1, 1), (1, 0, 1), (1, 1, 0)])
  func aCountOutOfItsRangeIsRefused(payments: Int, items: Int, days: Int) {
    var options = BatchOptions()
    options.payments = payments
    options.openItems = items
    options.bankDays = days
    #expect(throws: BatchProblem.self) { try options.check() }
  }

  @Test func withoutAnyWeightThereIsNoBatch() {
    var options = BatchOptions()
    options.weights = SituationWeights()
    #expect(throws: BatchProblem.noWeights) { try options.check() }
  }
}
