import Ingest
import Pipeline
import Testing

@Suite struct CSVProfileSectionTests {
  private static let sound = """
    csv_profiles:
      - name: house
        version: 1
        header: [Date, Amount, Text, Side]
        dates: [dd.MM.yyyy]
        columns: {booking_date: Date, currency: {value: EUR}, remittance: {join: [Text, Side], with: " / "}}
        amount: Amount

    """

  private func refusal(_ yaml: String) -> String? {
    do throws(RunFailure) {
      _ = try ConfigurationReader.settings(yaml: yaml, name: "tieout.yaml")
      return nil
    } catch {
      return error.sentence
    }
  }

  @Test func aSoundProfileIsTaken() throws {
    let profiles = try ConfigurationReader.settings(yaml: Self.sound, name: "tieout.yaml").csvProfiles
    #expect(profiles.map(\.name) == ["house"])
  }

  /// A line of the sound profile, another one in its place, and what is said of it.
  @Test(arguments: [
    ("version: 1", "version: 2", "profiles of version 1 only"),
    ("header: [Date, Amount, Text, Side]", "cells: 4", "needs 'files'"),
    ("header: [Date, Amount, Text, Side]", "header: [Date]", "two words or more"),
    ("header: [Date, Amount, Text, Side]", "header: [Date, Amount, Text, Text]", "the header has 'Text' 2 times"),
    ("dates: [dd.MM.yyyy]", "dates: []", "empty list"),
    ("dates: [dd.MM.yyyy]", "dates: [DD.MM.YYYY]", "is no pattern of a date"),
    ("dates: [dd.MM.yyyy]", "dates: '? MM/dd or dd/MM'", "still a question: MM/dd or dd/MM"),
    ("dates: [dd.MM.yyyy]", "datums: [dd.MM.yyyy]", "unknown key 'datums' in 'csv_profiles'; did you mean 'dates'?"),
    ("amount: Amount", "amount: Betrag", "the header has no column 'Betrag'"),
    ("amount: Amount", "amount: {position: 9}", "there is no column 9: a row has 4"),
    ("amount: Amount", "amount: {debit: Amount}", "must be a column"),
    ("amount: Amount", "amount: {column: Amount, signs: ignored}", "only where a side column decides"),
    ("amount: Amount", "amount: {column: Amount, signs: odd}", "must be one of as_written, reversed, ignored"),
    ("amount: Amount", "decimal: ';'\n    amount: Amount", "must be a point or a comma, not ';'"),
    ("amount: Amount", "decimal: ','\n    thousands: ','\n    amount: Amount", "are the same"),
    ("amount: Amount", "encoding: ebcdic\n    amount: Amount", "must be one of utf-8, utf-16"),
    ("amount: Amount", "delimiter: x\n    amount: Amount", "must be one of , ; | and tab"),
    ("amount: Amount", "footer: {rows: -1}\n    amount: Amount", "a whole number from 0"),
    ("amount: Amount", "rows: [{matches: '(', skip: true}]\n    amount: Amount", "cannot be used"),
    ("amount: Amount", "rows: [{matches: x}]\n    amount: Amount", "one of skip, class and capture"),
    ("amount: Amount", "rows: [{matches: x, class: gift}]\n    amount: Amount", "must be one of receipt"),
    ("amount: Amount", "rows: [{matches: x, capture: shoe}]\n    amount: Amount", "must be one of customer_number"),
    ("booking_date: Date, ", "", "does not say where booking_date comes from"),
    ("currency: {value: EUR}, ", "", "does not say where currency comes from"),
    ("currency: {value: EUR}", "currency: {capture: x}", "needs column, join, value or preamble"),
  ])
  func whatIsNotSoundIsRefusedWithItsReason(line: String, other: String, reason: String) throws {
    #expect(Self.sound.contains(line))
    let yaml = Self.sound.replacing(line, with: other)
    let message = try #require(refusal(yaml))
    #expect(message.hasPrefix("tieout.yaml:"), "\(message)")
    #expect(message.contains(reason), "\(message)")
  }

  @Test func aNameStandsOnce() {
    let profile = Self.sound.replacing("csv_profiles:\n", with: "")
    #expect(refusal(Self.sound + profile)?.contains("the profile 'house' is there twice") == true)
  }
}
