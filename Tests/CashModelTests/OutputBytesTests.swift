import CashModel
import Testing

@Suite struct OutputBytesTests {
  @Test func whatIsWrittenStandsThereInOrder() {
    var bytes = OutputBytes(capacity: 0)
    var expected: [UInt8] = []
    for length in Array(0...70) + [1_000, 100_000] {
      let text = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ length) }
      bytes.append(text.span)
      bytes.append(UInt8(truncatingIfNeeded: length))
      expected += text + [UInt8(truncatingIfNeeded: length)]
    }
    bytes.append("Zürich")
    expected += Array("Zürich".utf8)
    #expect(bytes.bytes == expected)
    #expect(bytes.count == expected.count)
    #expect(expected.indices.allSatisfy { bytes[$0] == expected[$0] })
  }

  @Test func wordsAreWrittenLowestByteFirst() {
    var bytes = OutputBytes(capacity: 0)
    for count in 0...8 { bytes.append(0x0807_0605_0403_0201, count: count) }
    #expect(bytes.bytes == (0...8).flatMap { Array((1...8).prefix($0)) })
  }

  @Test func aByteIsInsertedAnywhere() {
    for place in 0...5 {
      var bytes = OutputBytes(capacity: 0)
      bytes.append("12345")
      bytes.insert(UInt8(ascii: "x"), at: place)
      var expected = Array("12345".utf8)
      expected.insert(UInt8(ascii: "x"), at: place)
      #expect(bytes.bytes == expected)
    }
  }

  @Test func whatIsForgottenIsWrittenOver() {
    var bytes = OutputBytes()
    bytes.append("first row")
    bytes.removeAll(behind: 6)
    bytes.append("again")
    #expect(bytes.text == "first again")
    bytes.removeAll()
    #expect(bytes.isEmpty && bytes.text.isEmpty)
  }

  /// By way of the number's own text.
  private func slowly(_ amount: Int64, _ exponent: Int) -> String {
    var digits = String(amount.magnitude)
    while digits.count <= exponent { digits = "0" + digits }
    if exponent > 0 { digits.insert(".", at: digits.index(digits.endIndex, offsetBy: -exponent)) }
    return (amount < 0 ? "-" : "") + digits
  }

  @Test(arguments: [0, 1, 2, 3, 4, 10, 31]) func amountsHaveTheirDecimals(exponent: Int) {
    var amounts: [Int64] = [0, .max, .min, .min + 1]
    var power: Int64 = 1
    while power < .max / 10 {
      amounts += [power - 1, power, power + 1, -power, 1 - power]
      power *= 10
    }
    for bits in 1..<63 { amounts.append(Int64.random(in: 0..<1 << Int64(bits)) - 1 << Int64(bits - 1)) }
    for amount in amounts {
      #expect(Money(minorUnits: amount).text(exponent: exponent) == slowly(amount, exponent))
    }
  }

  @Test func daysAreWrittenAsTheyAreRead() {
    for year in [1900, 1999, 2000, 2024, 2026, 2100, 2199] {
      for month in 1...12 {
        for day in 1...31 {
          guard let date = CalendarDate(year: year, month: month, day: day) else { continue }
          let two = { (number: Int) in (number < 10 ? "0" : "") + String(number) }
          #expect(date.text == "\(year)-\(two(month))-\(two(day))")
          #expect(CalendarDate(iso: date.text) == date)
        }
      }
    }
  }
}
