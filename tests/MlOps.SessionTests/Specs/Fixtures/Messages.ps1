Describe 'messages' {
    It 'has a reason' {
        1 | Should -Be 2 -Because 'of arithmetic'
    }
    It 'shows collections' { 'a', 'b' | Should -Not -Contain 'b' }
    It 'shows what was thrown' { { throw 'x' } | Should -Throw 'y*' }
    It 'shows the error of a command' { Wait-Job -Id 12345 -ErrorAction Stop }
    It 'shows why it was skipped' { Set-ItResult -Skipped -Because 'too early' }
}
