BeforeAll {
    . "$PSScriptRoot/LocalHome.ps1"
    Enter-LocalHome
}

AfterAll { Exit-LocalHome }

Describe 'Wait-MlJob' {
    It 'returns a failed job without an error' {
        $job = Start-ShellJob 'fails' 'exit 3' | Wait-MlJob -ErrorAction Stop
        $job.Status | Should -Be 'Failed'
    }

    It 'returns each of several jobs as it ends' {
        $jobs = @(Start-ShellJob 'slow' 'sleep 2'; Start-ShellJob 'fast' 'exit 0')
        ($jobs | Wait-MlJob).Name -join ' ' | Should -Be 'fast slow'
    }

    It 'returns jobs that have ended already, each once' {
        (Wait-MlJob fails, fail*).Name | Should -Be 'fails'
    }

    It 'gives up after -Timeout with the job as it is, and an error' {
        $job = Start-ShellJob 'endless' 'sleep 60' | Wait-MlJob -Timeout 0.5 -ErrorVariable problem -ErrorAction SilentlyContinue
        $job.Status | Should -BeIn 'Pending', 'Running'
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.Conflict,*'
        $problem[0].TargetObject.Name | Should -Be 'endless'
    }
}

Describe 'Stop-MlJob' {
    It 'stops nothing with -WhatIf' {
        Stop-MlJob endless -WhatIf
        (Get-MlJob endless).Status | Should -BeIn 'Pending', 'Running'
    }

    It 'stops a job' {
        $job = Stop-MlJob endl* -PassThru
        $job.Status | Should -BeIn 'Stopping', 'Stopped'
        ($job | Wait-MlJob -Timeout 30).Status | Should -Be 'Stopped'
    }

    It 'leaves a job that has ended as it is' {
        (Stop-MlJob fails -PassThru -ErrorAction Stop).Status | Should -Be 'Failed'
    }
}

Describe 'Remove-MlJob' {
    It 'removes nothing with -WhatIf' {
        Remove-MlJob endless -WhatIf
        (Get-MlJob endless).Name | Should -Be 'endless'
    }

    It 'removes jobs that have ended' {
        Get-MlJob endless, fails | Remove-MlJob
        Get-MlJob endless*, fails* | Should -BeNullOrEmpty
    }

    It 'refuses a job that runs, and goes on with the others' {
        $null = Start-ShellJob 'run-1' 'sleep 60'
        $null = Start-ShellJob 'run-2' 'exit 0' | Wait-MlJob
        Remove-MlJob run-* -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.Conflict,*'
        (Get-MlJob run-*).Name | Should -Be 'run-1'
    }

    It 'stops it first with -Force' {
        Remove-MlJob run-1 -Force
        Get-MlJob run-* | Should -BeNullOrEmpty
    }
}
