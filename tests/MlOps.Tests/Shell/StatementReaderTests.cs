using MlOps.Shell.Engine;

namespace MlOps.Tests.Shell;

public class StatementReaderTests
{
    [Theory]
    [InlineData("1\n2\n", "1", "2")]
    [InlineData("\n1\n\n\n2", "1", "2")]
    [InlineData("if (1) {\n2\n}\n3", "if (1) {\n2\n}", "3")]
    [InlineData("if (1) {\n2\n}\nelse {\n3\n}\n4", "if (1) {\n2\n}\nelse {\n3\n}", "4")]
    [InlineData("try {\n1\n}\ncatch { 2 }\nfinally {\n3\n}\n", "try {\n1\n}\ncatch { 2 }\nfinally {\n3\n}")]
    [InlineData("function f {\n1\n}\nf\n", "function f {\n1\n}", "f")]
    [InlineData("Get-X |\n  Get-Y\nGet-Z", "Get-X |\n  Get-Y", "Get-Z")]
    [InlineData("$x = @'\na\n\nb\n'@\n$x", "$x = @'\na\n\nb\n'@", "$x")]
    [InlineData("Get-X `\n  -Y\n1", "Get-X `\n  -Y", "1")]
    [InlineData("if (", "if (")]
    public void Lines_become_statements(string lines, params string[] expected) =>
        Assert.Equal(expected, StatementReader.Read(new StringReader(lines)));

    [Fact]
    public void A_statement_of_one_line_does_not_wait_for_the_next()
    {
        using var reader = new CountingReader("1\n2\n");
        using var statements = StatementReader.Read(reader).GetEnumerator();
        Assert.True(statements.MoveNext());
        Assert.Equal(1, reader.LinesRead);
    }

    private sealed class CountingReader(string text) : StringReader(text)
    {
        public int LinesRead { get; private set; }

        public override string? ReadLine()
        {
            LinesRead++;
            return base.ReadLine();
        }
    }
}
