BeforeAll {
    Import-Module "$PSScriptRoot/StandIn.psm1" -Force
    Enter-StandIn --job-seconds, 3
    Import-Module "$PSScriptRoot/../MlOps.psd1"
    $given = @{ Provider = 'SageMaker'; Image = 'train:1'; Command = 'python', 'train.py'; MetricPattern = @{ val_loss = 'val_loss=(\S+)' } }
}

AfterAll { Exit-StandIn }

Describe 'A job on SageMaker' {
    It 'is started, waited for, and ends' {
        $job = Start-MlTrainingJob lives @given | Wait-MlJob -PollInterval 0.5 -Timeout 60
        $job.Status | Should -Be 'Succeeded'
        $job.ProviderStatus | Should -Be 'Completed'
        $job.EndedAt | Should -BeGreaterThan $job.StartedAt
        $job.Metric['val_loss'] | Should -BeGreaterThan 0
    }

    It 'has a log' {
        $lines = @(Get-MlJobLog lives -Provider SageMaker)
        $lines.Count | Should -Be 10
        $lines[0].Message | Should -BeLike 'epoch=1 val_loss=*'
        $lines[0].Instance | Should -Be 'algo-1'
        $lines[0].Stream | Should -Be 'Unknown'
        $lines | ForEach-Object { $_.Provider | Should -Be 'SageMaker' }
    }

    It 'gives a part of the log' {
        (Get-MlJobLog lives -Provider SageMaker -Tail 2).Message -like 'epoch=*' | Should -HaveCount 2
        (Get-MlJobLog lives -Provider SageMaker -Tail 1).Message | Should -BeLike 'epoch=10 *'
        (Get-MlJobLog lives -Provider SageMaker -Pattern 'epoch=(3|4) ').Message | Should -HaveCount 2
        Get-MlJobLog lives -Provider SageMaker -Stream Stderr | Should -BeNullOrEmpty
    }

    It 'gives metrics with their epochs, by the patterns that it was started with' {
        $points = @(Get-MlMetric lives -Provider SageMaker)
        $points.Count | Should -Be 10
        $points[0].Name | Should -Be 'val_loss'
        $points[0].Epoch | Should -Be 1
        $points[0].Value | Should -Be 1
        @(Get-MlMetric lives -Provider SageMaker -Pattern @{ accuracy = 'val_accuracy=(\S+)' })[9].Value | Should -BeGreaterThan 0.9
    }

    It 'is left alone by Stop-MlJob, now that it has ended' {
        (Stop-MlJob lives -Provider SageMaker -PassThru -ErrorAction Stop).Status | Should -Be 'Succeeded'
        Get-StandInCall StopTrainingJob | Should -BeNullOrEmpty
    }

    It 'is not removed with -WhatIf' {
        Remove-MlJob lives -Provider SageMaker -WhatIf
        (Get-MlJob lives -Provider SageMaker).Name | Should -Be 'lives'
    }

    It 'is removed' {
        Get-MlJob lives -Provider SageMaker | Remove-MlJob
        Get-MlJob live* -Provider SageMaker | Should -BeNullOrEmpty
        Get-MlJob lives -Provider SageMaker -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.NotFound,*'
    }
}

Describe 'A job on SageMaker that runs' {
    BeforeAll { $null = Invoke-StandIn options @{ jobSeconds = 600 } }

    It 'is not removed' {
        $null = Start-MlTrainingJob runs @given
        Remove-MlJob runs -Provider SageMaker -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.Conflict,*'
        Get-StandInCall DeleteTrainingJob -Reset | Where-Object { $_ -like '*"runs"*' } | Should -BeNullOrEmpty
    }

    It 'has no log before its first line' {
        Get-MlJobLog runs -Provider SageMaker -ErrorAction Stop | Should -BeNullOrEmpty
        $null = Invoke-StandIn log-group @{ exists = $false }
        Get-MlJobLog runs -Provider SageMaker -ErrorAction Stop | Should -BeNullOrEmpty
        $null = Invoke-StandIn log-group @{ exists = $true }
    }

    It 'is given back as it is when the time is up, with an error' {
        $job = Wait-MlJob runs -Provider SageMaker -Timeout 0.3 -ErrorVariable problem -ErrorAction SilentlyContinue
        $job.Status | Should -BeIn 'Pending', 'Running'
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.Conflict,*'
    }

    It 'is stopped' {
        $null = Invoke-StandIn advance @{ job = 'runs'; to = 'Training' }
        (Get-MlJob runs -Provider SageMaker).Status | Should -Be 'Running'
        (Stop-MlJob runs -Provider SageMaker -PassThru).Status | Should -Be 'Stopping'
        $null = Invoke-StandIn advance @{ job = 'runs' }
        (Wait-MlJob runs -Provider SageMaker -PollInterval 0.2).Status | Should -Be 'Stopped'
    }

    It 'says why it failed' {
        $null = Start-MlTrainingJob fails @given
        $null = Invoke-StandIn advance @{ job = 'fails'; to = 'Failed'; reason = 'AlgorithmError: exit code: 3' }
        $job = Wait-MlJob fails -Provider SageMaker -ErrorAction Stop
        $job.Status | Should -Be 'Failed'
        $job.StatusMessage | Should -Be 'AlgorithmError: exit code: 3'
    }
}

Describe 'What was sent' {
    It 'is nothing that the service would not take' {
        (Invoke-StandIn violations).ToJsonString() | Should -Be '[]'
    }
}
