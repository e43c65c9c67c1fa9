BeforeAll {
    . "$PSScriptRoot/LocalHome.ps1"
    Enter-LocalHome
    $null = Start-ShellJob 'digits-1' 'exit 0' @{ Tag = @{ team = 'vision-a' } } | Wait-MlJob
    $null = Start-ShellJob 'digits-2' 'exit 3' @{ Tag = @{ team = 'speech' } } | Wait-MlJob
    $null = Start-ShellJob 'other' 'exit 0' | Wait-MlJob
}

AfterAll { Exit-LocalHome }

Describe 'Get-MlJob' {
    It 'lists every job, the newest first' {
        (Get-MlJob).Name -join ' ' | Should -Be 'other digits-2 digits-1'
    }

    It 'takes wildcards' {
        (Get-MlJob '*IGIT*').Name -join ' ' | Should -Be 'digits-2 digits-1'
        Get-MlJob x* | Should -BeNullOrEmpty
    }

    It 'takes several names' {
        (Get-MlJob other, *-1).Name -join ' ' | Should -Be 'other digits-1'
    }

    It 'takes names and jobs from the pipeline' {
        ('other', '*-1' | Get-MlJob).Name -join ' ' | Should -Be 'other digits-1'
        (Get-MlJob digits-* | Get-MlJob).Name -join ' ' | Should -Be 'digits-2 digits-1'
    }

    It 'chooses by status' {
        (Get-MlJob -Status Failed, Stopped).Name | Should -Be 'digits-2'
        Get-MlJob digits-1 -Status Failed -ErrorAction Stop | Should -BeNullOrEmpty
    }

    It 'chooses by kind' {
        Get-MlJob -Kind Tuning | Should -BeNullOrEmpty
        @(Get-MlJob -Kind Training).Count | Should -Be 3
    }

    It 'chooses by tag, with wildcards in the value' {
        (Get-MlJob -Tag @{ team = 'vis*' }).Name | Should -Be 'digits-1'
    }

    It 'chooses by time: a date, a date as text, or how long ago' {
        $middle = (Get-MlJob digits-2).CreatedAt
        (Get-MlJob -CreatedAfter $middle).Name -join ' ' | Should -Be 'other digits-2'
        (Get-MlJob -CreatedBefore $middle).Name | Should -Be 'digits-1'
        @(Get-MlJob -CreatedAfter 1h).Count | Should -Be 3
        @(Get-MlJob -CreatedAfter ([datetime]::Now.AddHours(-1))).Count | Should -Be 3
        @(Get-MlJob -CreatedAfter '2020-01-01').Count | Should -Be 3
        Get-MlJob -CreatedBefore 1d | Should -BeNullOrEmpty
    }

    It 'gives the newest ones with -First' {
        (Get-MlJob -First 2).Name -join ' ' | Should -Be 'other digits-2'
    }

    It 'asks all providers and leaves out what is not configured without a word' {
        $names = (Get-MlJob -Provider All -ErrorAction Stop | Where-Object Name -Like '*digits*').Name
        $names -join ' ' | Should -Be 'digits-2 digits-1'
    }
}

Describe 'Completion of job names' {
    It 'offers the jobs' {
        $line = 'Get-MlJob dig'
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText -join ' ' | Should -Be 'digits-2 digits-1'
    }

    It 'offers the providers, and All where it makes sense' {
        $line = 'Get-MlJob -Provider '
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Contain 'All'
        $line = 'Start-MlTrainingJob -Provider '
        $offered = (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText
        $offered | Should -Contain 'Local'
        $offered | Should -Not -Contain 'All'
    }

    It 'offers the statuses' {
        $line = 'Get-MlJob -Status Su'
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be 'Succeeded'
    }
}
