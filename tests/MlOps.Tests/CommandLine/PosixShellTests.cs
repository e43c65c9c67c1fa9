using FsCheck.Fluent;

namespace MlOps.Tests.CommandLine;

public class PosixShellTests
{
    [Theory]
    [InlineData("python3", "python3")]
    [InlineData("--lr=0.1", "--lr=0.1")]
    [InlineData("s3://bucket/a_b-c,d+e%f@g", "s3://bucket/a_b-c,d+e%f@g")]
    [InlineData("", "''")]
    [InlineData("a b", "'a b'")]
    [InlineData("it's", @"'it'\''s'")]
    [InlineData("a\nb", "'a\nb'")]
    [InlineData("$HOME", "'$HOME'")]
    [InlineData("é", "'é'")]
    public void An_argument_is_quoted_only_where_it_has_to_be(string argument, string expected) => Assert.Equal(expected, PosixShell.Quote(argument));

    [Fact]
    public void The_first_word_is_a_command_whatever_it_looks_like() =>
        Assert.Equal("'A=b' A=b if", PosixShell.Join(["A=b", "A=b", "if"]));

    [Fact]
    public void A_reserved_word_as_the_command_is_quoted() => Assert.Equal("'if' x", PosixShell.Join(["if", "x"]));

    [Fact]
    public void What_no_shell_can_carry_is_refused()
    {
        Contract.Refused(() => PosixShell.Quote("a\0"));
        Contract.Refused(() => PosixShell.Join(["A=\ud800"]));
    }

    [Fact]
    public async Task A_shell_reads_back_what_was_written()
    {
        if (!File.Exists("/bin/sh"))
        {
            Assert.Skip("There is no /bin/sh on this machine.");
        }

        var cases = Samples.Text.ListOf().Sample(1000, 10).Select(arguments => arguments.ToArray()).ToArray();
        Assert.Equal(1000, cases.Length);
        var script = string.Concat(cases.Select(arguments => $"{PosixShell.Join(["printf", @"%s\0", .. arguments, "end of case"])}\n"));
        var output = await ExternalProcess.RunAsync("/bin/sh", ["-s"], script);

        Assert.Equal(cases.SelectMany(arguments => arguments.Append("end of case")), output.Split('\0')[..^1]);
    }
}
