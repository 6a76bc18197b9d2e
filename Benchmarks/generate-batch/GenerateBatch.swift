import ArgumentParser
import BatchGenerator

@main
struct GenerateBatch: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate-batch",
    abstract: "Writes a labelled batch: open items, customers, bank files, and which payment pays which item.",
    discussion: """
      The same words give the same bytes. Situations: \(Situation.allCases.map(\.name).joined(separator: ", ")).
      Noise: \(NoiseRates.all.map(\.name).joined(separator: ", ")).
      """)

  @Option(help: "The batch's number.") var seed: UInt64 = 1
  @Option(help: "Transactions of all bank files together.") var payments = 1_000
  @Option(help: "Open items; without it, three for every two payments.") var items: Int?
  @Option(help: "Companies with bank accounts of their own.") var companies = 1
  @Option(help: "Bank days.") var days = 20
  @Option(help: "Format of the bank files: csv, bai2, camt or mixed.") var format = BatchFormat.mixed
  @Flag(help: "Every payment cites the one invoice it pays.") var clean = false
  @Option(name: .customLong("weight"), help: "How often a situation is drawn, as situation=weight; repeatable.")
  var changes: [String] = []
  @Option(name: .customLong("noise"), help: "none, heavy, or a rate in per cent, as name=rate; repeatable.")
  var noises: [String] = []
  @Option(name: .customLong("out"), help: "The folder to write to.") var directory: String

  func run() throws {
    var options = BatchOptions()
    options.seed = seed
    options.payments = payments
    options.openItems = items ?? max(1, payments + payments / 2)
    options.companies = companies
    options.bankDays = days
    options.format = format
    options.weights = try weights()
    options.noise = try noise()
    do {
      let summary = try BatchGenerator.write(options, to: directory)
      let files = summary.bankFiles.joined(separator: ", ")
      print("\(summary.payments) transactions, \(summary.openItems) items, \(summary.customers) customers; \(files)")
    } catch let problem as BatchProblem {
      throw ValidationError("\(problem)")
    }
  }

  private func noise() throws -> NoiseRates {
    var rates = NoiseRates()
    for change in noises {
      let parts = change.split(separator: "=", maxSplits: 1).map(String.init)
      if change == "none" {
        rates = .none
      } else if change == "heavy" {
        rates = .heavy
      } else if parts.count == 2, let rate = Int(parts[1]),
        let known = NoiseRates.all.first(where: { $0.name == parts[0] })
      {
        rates[keyPath: known.path] = rate
      } else {
        throw ValidationError("--noise \(change): not none, heavy or name=rate")
      }
    }
    return rates
  }

  private func weights() throws -> SituationWeights {
    var weights = clean ? SituationWeights.clean : .daily
    for change in changes {
      let parts = change.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2, let weight = Int(parts[1]), (0...1_000_000).contains(weight),
        let situation = Situation.allCases.first(where: { $0.name == parts[0] })
      else { throw ValidationError("--weight \(change): not situation=weight") }
      weights[situation] = weight
    }
    return weights
  }
}

extension BatchFormat: ExpressibleByArgument {}
